package dev.beckon.verify;

import dev.beckon.contracts.DeadLetterHeaders;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.KafkaMentions;
import dev.beckon.testclients.view.GroupView;
import dev.beckon.verify.history.Fact.DeadLetterFound;
import dev.beckon.verify.history.Fact.DeviceFound;
import dev.beckon.verify.history.Fact.InboxFound;
import dev.beckon.verify.history.Fact.Quiet;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.Fact.TextFound;
import dev.beckon.verify.history.HistoryLog;
import dev.beckon.verify.load.DirectMention;
import dev.beckon.verify.load.Person;
import dev.beckon.verify.load.Wording;
import dev.beckon.verify.stack.TruthReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Waits until all work has settled, and notes the final state in the history. */
final class Evidence {

    /** Bound for the last settling; above the 30 s within which every device has everything. */
    private static final Duration SETTLING = Duration.ofMinutes(3);

    private static final Duration POLL = Duration.ofMillis(500);

    private final TruthReader truth;
    private final KafkaMentions records;
    private final List<Person> people;
    private final HistoryLog log;

    Evidence(TruthReader truth, KafkaMentions records, List<Person> people, HistoryLog log) {
        this.truth = truth;
        this.records = records;
        this.people = people;
        this.log = log;
    }

    /**
     * Notes in the history what is missing if the system does not settle in time.
     *
     * @param recipients of the last mentions
     */
    void awaitQuiet(List<String> recipients) throws InterruptedException, SQLException {
        long giveUp = System.nanoTime() + SETTLING.toNanos();
        List<String> missing = missing(recipients);
        while (!missing.isEmpty() && System.nanoTime() < giveUp) {
            Thread.sleep(POLL);
            missing = missing(recipients);
        }
        String what = String.join(", ", missing.subList(0, Math.min(10, missing.size())));
        log.note(at -> new Quiet(at, what));
    }

    private List<String> missing(List<String> recipients) throws SQLException {
        List<String> missing = new ArrayList<>();
        for (int partition = 0; partition < records.partitions(); partition++) {
            String last = DirectMention.last(partition);
            Set<String> stored = truth.recipientsOf(last);
            recipients.stream().filter(user -> !stored.contains(user)).forEach(
                    user -> missing.add("%s is not stored for %s".formatted(last, user)));
        }
        int expiring = truth.expiring();
        if (expiring > 0) {
            missing.add("%d mentions in lanes have not expired".formatted(expiring));
        }
        Map<String, TruthReader.Inbox> inboxes = truth.inboxes();
        Map<String, Map<String, List<Long>>> groups = truth.groups();
        for (Person person : people) {
            TruthReader.Inbox inbox = inboxes.get(person.user());
            long rev = inbox == null ? 0 : inbox.state().rev();
            person.devices().forEach((name, device) -> {
                if (!isAt(rev, device)) {
                    missing.add("%s is not at rev %d".formatted(name, rev));
                } else if (!hasGroups(groups.getOrDefault(person.user(), Map.of()), device.view().groups())) {
                    missing.add("%s has not all groups".formatted(name));
                }
            });
        }
        return missing;
    }

    private static boolean isAt(long rev, Device device) {
        try {
            return device.isJoined() && device.view().rev() == rev && !device.view().hasHole();
        } catch (AssertionError nonsense) {
            return false;
        }
    }

    /** Groups come after the frames, and without a revision that has to be reached. */
    private static boolean hasGroups(Map<String, List<Long>> groups, @Nullable GroupView view) {
        if (view == null) {
            return true;
        }
        Map<String, List<Long>> expected = new HashMap<>(groups);
        expected.values().removeIf(entry -> entry.getFirst() < view.floor());
        return expected.equals(view.entries().stream().collect(Collectors.toMap(
                entry -> entry.group() == null ? entry.id().toString() : entry.group().thread(),
                entry -> List.of(entry.seq(), entry.rev(), entry.group() == null ? 1L : entry.group().count(),
                        entry.group() == null ? entry.read() ? 0L : 1L : entry.group().unread()))));
    }

    void collect() throws SQLException, TimeoutException {
        people.forEach(Person::lookAround);
        truth.inboxes().forEach((user, inbox) -> log.note(at -> new InboxFound(at, user, inbox.state(), inbox.seenUpTo())));
        for (TruthReader.Row row : truth.rows()) {
            log.note(at -> new RowFound(at, row.user(), row.seq(), row.rev(), row.id(), row.mention(),
                    Objects.requireNonNullElse(row.excerpt(), ""), row.readItself(), row.archived(), row.source(),
                    row.excerpt() == null ? null : Wording.threadOf(row.excerpt()), marks(
                            row)));
        }
        truth.find(Wording.TEXT).forEach((table, texts) -> texts.forEach(
                text -> log.note(at -> new TextFound(at, table, text))));
        for (ConsumerRecord<byte[], byte[]> letter : records.deadLetters()) {
            log.note(at -> new DeadLetterFound(at, text(letter.key()), text(header(letter))));
        }
        people.forEach(person -> person.devices().keySet().forEach(
                device -> log.note(at -> new DeviceFound(at, device, person.user()))));
    }

    private static Set<RowFound.Mark> marks(TruthReader.Row row) {
        Set<RowFound.Mark> marks = EnumSet.noneOf(RowFound.Mark.class);
        if (row.markedUnread()) {
            marks.add(RowFound.Mark.UNREAD);
        }
        if (row.retracted()) {
            marks.add(RowFound.Mark.RETRACTED);
        }
        return marks;
    }

    private static byte[] header(ConsumerRecord<byte[], byte[]> letter) {
        Header reason = letter.headers().lastHeader(DeadLetterHeaders.REASON);
        return reason == null ? new byte[0] : reason.value();
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
