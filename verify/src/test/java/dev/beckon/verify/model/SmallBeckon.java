package dev.beckon.verify.model;

import dev.beckon.contracts.Notification;
import dev.beckon.testclients.Json;
import dev.beckon.verify.history.Fact.Answered;
import dev.beckon.verify.history.Fact.Asked;
import dev.beckon.verify.history.Fact.DeadLetterFound;
import dev.beckon.verify.history.Fact.DeviceFound;
import dev.beckon.verify.history.Fact.InboxFound;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.Fact.Quiet;
import dev.beckon.verify.history.Fact.RecordWritten;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A minimal Kafka, consumer, database, Redis and gateway. */
final class SmallBeckon {

    /** @param mention {@code null} for poison */
    private record KafkaRecord(@Nullable UUID mention, String key, List<String> recipients) {}

    private final @Nullable Mutant mutant;
    private final SmallHistory history = new SmallHistory();
    private final List<KafkaRecord> kafka = new ArrayList<>();
    private final List<String> deadLetters = new ArrayList<>();
    private final Map<String, SmallInbox> database = new LinkedHashMap<>();
    private final Map<String, SmallDevice> devices = new LinkedHashMap<>();
    private int offset;
    private int calls;
    private boolean subscribed = true;

    SmallBeckon(List<String> users, @Nullable Mutant mutant) {
        this.mutant = mutant;
        users.forEach(user -> {
            database.put(user, new SmallInbox(user, is(Mutant.UNSEEN_IS_NOT_RESET)));
            devices.put(user, new SmallDevice(user, history, this::is));
            devices.get(user).join(database.get(user));
        });
    }

    private boolean is(Mutant one) {
        return mutant == one;
    }

    /** @param answer whether Kafka is available and acknowledges the record */
    void post(String key, List<String> recipients, boolean good, boolean answer) {
        int call = ++calls;
        history.note(at -> new PostSent(at, call, key, recipients, good));
        String idOf = is(Mutant.A_RETRY_GETS_ANOTHER_ID) ? key + call : key;
        UUID id = UUID.nameUUIDFromBytes(idOf.getBytes(StandardCharsets.UTF_8));
        if (good && answer || !good && is(Mutant.A_REFUSED_MENTION_IS_STORED)) {
            kafka.add(new KafkaRecord(id, key, recipients));
        }
        boolean retryAfter = !is(Mutant.OUTAGE_WITHOUT_RETRY_AFTER);
        history.note(at -> !good
                ? new PostAnswered(at, call, key, 400, List.of(), "/problems/invalid-request", false)
                : answer
                        ? new PostAnswered(at, call, key, 202, List.of(id), "", false)
                        : new PostAnswered(at, call, key, 503, List.of(), "/problems/not-acknowledged", retryAfter));
    }

    void poison(String key) {
        history.note(at -> new RecordWritten(at, key, key, List.of(), RecordWritten.Kind.POISON));
        kafka.add(new KafkaRecord(null, key, List.of()));
    }

    /** Kafka stores the record, but the caller gets no answer. */
    void postWithoutAnswer(String key, List<String> recipients) {
        int call = ++calls;
        history.note(at -> new PostSent(at, call, key, recipients, true));
        kafka.add(new KafkaRecord(UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)), key, recipients));
    }

    /** Consumes all new records; the consumer may crash before or after the database has them. */
    void consume(boolean diesBefore, boolean diesAfter) {
        List<KafkaRecord> batch = new ArrayList<>(kafka.subList(offset, kafka.size()));
        if (is(Mutant.NEIGHBOURS_ARE_SWAPPED) && batch.size() > 1) {
            Collections.swap(batch, 0, 1);
        }
        if (is(Mutant.OFFSET_COMMITTED_BEFORE_THE_DATABASE)) {
            offset = kafka.size();
        }
        if (diesBefore) {
            return;
        }
        boolean poisoned = batch.stream().anyMatch(record -> record.mention() == null);
        for (KafkaRecord record : batch) {
            if (record.mention() == null || poisoned && is(Mutant.POISON_TAKES_ITS_BATCH_ALONG)) {
                if (!is(Mutant.POISON_IS_DROPPED)) {
                    deadLetters.add(record.key());
                }
            } else {
                store(record);
            }
        }
        if (!diesAfter) {
            offset = kafka.size();
        }
    }

    private void store(KafkaRecord record) {
        int count = is(Mutant.HALF_OF_A_RECORD_IS_STORED) ? (record.recipients().size() + 1) / 2 : record.recipients().size();
        for (String user : record.recipients().subList(0, count)) {
            SmallInbox inbox = database.get(user);
            if (!inbox.holds(record.mention())) {
                Notification added = inbox.add(record.mention(), record.key());
                if (subscribed) {
                    devices.get(user).receive(added, inbox);
                }
            } else if (is(Mutant.A_DUPLICATE_IS_COUNTED)) {
                inbox.unread++;
            }
        }
    }

    void see(String user) {
        change(user, "mark_seen", Map.of(), database.get(user)::see);
    }

    void readAll(String user, long upTo) {
        long reached = upTo + (is(Mutant.THE_WATERMARK_GOES_TOO_FAR) ? 1 : is(Mutant.THE_WATERMARK_STAYS_BEHIND) ? -1 : 0);
        change(user, "mark_all_read", Map.of("up_to", upTo), () -> database.get(user).readAll(reached));
    }

    long newest(String user) {
        return database.get(user).seq();
    }

    private interface Change {
        boolean make();
    }

    private void change(String user, String event, Map<String, Object> payload, Change change) {
        SmallDevice device = devices.get(user);
        int call = ++calls;
        history.note(at -> new Asked(at, device.name(), user, call, event, Json.asTree(payload)));
        boolean changed = change.make();
        history.note(at -> new Answered(at, device.name(), user, call, true, Json.asTree(database.get(user).state())));
        if (changed && subscribed) {
            device.changed(database.get(user));
        }
    }

    /** A correct gateway subscribes again and compares revisions. */
    void restartRedis() {
        subscribed = !is(Mutant.NO_SUBSCRIPTION_AFTER_A_RESTART);
        if (subscribed) {
            compare();
        }
    }

    void reconnect(String user) {
        devices.get(user).join(database.get(user));
    }

    private void compare() {
        devices.forEach((user, device) -> device.compare(database.get(user)));
    }

    /** Lets everything settle, and notes the final state. */
    History end() {
        consume(false, false);
        if (subscribed) {
            compare();
        }
        history.note(at -> new Quiet(at, ""));
        database.forEach((user, inbox) -> {
            history.note(at -> new InboxFound(at, user, inbox.state()));
            inbox.rows.forEach(row -> history.note(at -> new RowFound(
                    at, user, row.seq(), row.rev(), row.id(), row.mentionId(), row.excerpt(), false, false)));
            history.note(at -> new DeviceFound(at, devices.get(user).name(), user));
        });
        deadLetters.forEach(key -> history.note(at -> new DeadLetterFound(at, key, "it is poison")));
        return history.history();
    }
}
