package dev.beckon.verify.model;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Notification.Group;
import dev.beckon.contracts.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One inbox in the database. */
final class SmallInbox {

    static final UUID EPOCH = new UUID(0, 1);
    static final int SOURCES = 3;
    private static final Actor ADA = new Actor("ada", "Ada");

    /** What a revision made of the inbox. */
    enum Effect {
        NONE, ADDED, UPDATED, RETRACTED
    }

    /** A row of the table; the row of a notification that was taken back stays, without text. */
    static final class Row {

        final UUID id;
        final UUID mention;
        final Source source;
        final @Nullable String thread;
        long seq;
        long rev;
        @Nullable
        String text;
        /** What a cache may still have. */
        String lastText = "";
        boolean readItself;
        boolean markedUnread;
        boolean archived;
        boolean retracted;

        Row(UUID id, UUID mention, Source source) {
            this.id = id;
            this.mention = mention;
            this.source = source;
            int thread = Math.floorMod(mention.hashCode() / SOURCES, 4);
            this.thread = thread == 0 ? null : "thread " + thread;
        }
    }

    final List<Row> rows = new ArrayList<>();
    private final Map<UUID, Long> revisions = new HashMap<>();
    private final String user;
    private final Predicate<Mutant> isMutant;
    int miscounted;
    private int unseenMiscounted;
    private long seq;
    long rev;
    private long readUpTo;
    long seenUpTo;

    SmallInbox(String user, Predicate<Mutant> isMutant) {
        this.user = user;
        this.isMutant = isMutant;
    }

    /** @param text {@code null}: nobody has it any more */
    Effect apply(SmallBeckon.KafkaRecord record, boolean named) {
        long known = revisions.getOrDefault(record.mention(), -1L);
        boolean late = isMutant.test(Mutant.A_LATE_REVISION_WINS) ? record.revision() == known : record.revision() <= known;
        if (late) {
            miscounted += record.revision() == 0 && known == 0 && isMutant.test(Mutant.A_DUPLICATE_IS_COUNTED) ? 1 : 0;
            return Effect.NONE;
        }
        revisions.put(record.mention(), record.revision());
        Row row = rows.stream().filter(one -> one.mention.equals(record.mention())).findFirst().orElse(null);
        if (row == null || row.retracted) {
            boolean forgotten = record.revision() > 0 && isMutant.test(Mutant.AN_ADDED_RECIPIENT_IS_FORGOTTEN);
            return named && !forgotten ? add(row, record) : Effect.NONE;
        }
        if (named) {
            row.text = record.text();
            row.lastText = row.text;
            row.rev = ++rev;
            return Effect.UPDATED;
        }
        boolean kept = record.text() != null && isMutant.test(Mutant.A_REMOVED_RECIPIENT_KEEPS_IT);
        return kept ? Effect.NONE : retract(row);
    }

    private Effect add(@Nullable Row again, SmallBeckon.KafkaRecord record) {
        Row row = again;
        if (row == null) {
            UUID id = UUID.nameUUIDFromBytes((user + record.mention()).getBytes(StandardCharsets.UTF_8));
            String source = "s" + Math.floorMod(record.mention().hashCode(), SOURCES);
            row = new Row(id, record.mention(), new Source("comment", source, "https://a.b", "t"));
            rows.add(row);
        }
        row.seq = ++seq;
        row.rev = ++rev;
        row.text = record.text();
        row.lastText = row.text;
        row.readItself = row.markedUnread = row.archived = row.retracted = false;
        return Effect.ADDED;
    }

    /** @return whether anything changed */
    boolean takeBack(UUID mention) {
        Row row = rows.stream().filter(one -> one.mention.equals(mention) && !one.retracted).findFirst().orElse(null);
        return row != null && retract(row) == Effect.RETRACTED;
    }

    /** @return whether anything changed */
    boolean expire(UUID mention) {
        boolean changed = takeBack(mention);
        if (isMutant.test(Mutant.EXPIRY_LEAVES_ITS_TEXT)) {
            rows.stream().filter(row -> row.mention.equals(mention)).forEach(row -> row.text = row.lastText);
        }
        return changed;
    }

    private Effect retract(Row row) {
        miscounted += isUnread(row) && isMutant.test(Mutant.A_RETRACTION_IS_NOT_COUNTED) ? 1 : 0;
        row.retracted = true;
        if (!isMutant.test(Mutant.A_RETRACTION_LEAVES_ITS_TEXT)) {
            row.text = null;
        }
        row.rev = ++rev;
        return Effect.RETRACTED;
    }

    /** @return whether anything changed */
    boolean see() {
        boolean changed = seenUpTo < seq;
        seenUpTo = seq;
        rev += changed ? 1 : 0;
        unseenMiscounted = changed && isMutant.test(Mutant.UNSEEN_IS_NOT_RESET) ? 1 : unseenMiscounted;
        return changed;
    }

    /**
     * What was marked unread becomes read for itself, also below the watermark.
     *
     * @return the ids of that; {@code null}: nothing has changed
     */
    @Nullable
    List<UUID> readAll(long upTo) {
        boolean raises = upTo > readUpTo && seq > readUpTo;
        long before = rev;
        List<UUID> ended = change(row -> row.markedUnread && row.seq <= upTo, row -> {
            row.markedUnread = false;
            row.readItself = true;
        });
        readUpTo = raises ? Math.min(upTo, seq) : readUpTo;
        rev += raises && rev == before ? 1 : 0;
        return rev == before ? null : ended;
    }

    /** @return the ids of those that changed */
    List<UUID> read(Predicate<Row> which) {
        return change(row -> which.test(row) && !isRead(row), row -> row.readItself = true);
    }

    List<UUID> unread(Predicate<Row> which) {
        boolean stops = isMutant.test(Mutant.MARK_UNREAD_STOPS_AT_THE_WATERMARK);
        return change(row -> which.test(row) && isRead(row) && !(stops && row.seq <= readUpTo), row -> {
            row.readItself = false;
            row.markedUnread = true;
            miscounted -= isMutant.test(Mutant.MARK_UNREAD_IS_NOT_COUNTED) && isUnread(row) ? 1 : 0;
        });
    }

    List<UUID> archive(Predicate<Row> which) {
        return change(row -> which.test(row) && !row.archived, row -> row.archived = true);
    }

    List<UUID> unarchive(Predicate<Row> which) {
        boolean loses = isMutant.test(Mutant.UNARCHIVE_LOSES_THE_UNREAD_STATE);
        return change(row -> which.test(row) && row.archived, row -> {
            row.archived = false;
            row.readItself |= loses;
        });
    }

    List<UUID> archiveRead() {
        return archive(row -> isRead(row) || isMutant.test(Mutant.ARCHIVE_READ_TAKES_UNREAD_ALONG));
    }

    private List<UUID> change(Predicate<Row> which, Consumer<Row> change) {
        List<Row> changed = rows.stream().filter(row -> !row.retracted).filter(which).toList();
        rev += changed.isEmpty() ? 0 : 1;
        changed.forEach(row -> {
            change.accept(row);
            row.rev = rev;
        });
        return changed.stream().map(row -> row.id).toList();
    }

    private boolean isRead(Row row) {
        return row.readItself || row.seq <= readUpTo && !row.markedUnread;
    }

    private boolean isUnread(Row row) {
        return !row.archived && !row.retracted && !isRead(row);
    }

    long seq() {
        return seq;
    }

    InboxState state() {
        int unread = (int) rows.stream().filter(this::isUnread).count();
        int unseen = (int) rows.stream().filter(this::isUnread).filter(row -> row.seq > seenUpTo).count();
        return new InboxState(unread + miscounted, unseen + unseenMiscounted, seq, rev, EPOCH, readUpTo);
    }

    /** A page of the list, newest first. */
    List<Notification> list(boolean unread, boolean archived) {
        boolean ignores = isMutant.test(Mutant.A_LIST_IGNORES_ITS_FILTER);
        boolean stale = isMutant.test(Mutant.A_LIST_SHOWS_WHAT_WAS_TAKEN_BACK);
        return rows.stream()
                .filter(row -> row.retracted ? stale : ignores || row.archived == archived && (!unread || !isRead(row)))
                .sorted(Comparator.comparingLong((Row row) -> row.seq).reversed()).map(this::notification).toList();
    }

    /** The list by thread, newest first. */
    List<Notification> groups(boolean unread) {
        Map<String, List<Row>> threads = new LinkedHashMap<>();
        rows.stream().filter(row -> !row.retracted && !row.archived && (!unread || !isRead(row)))
                .sorted(Comparator.comparingLong((Row row) -> row.seq).reversed())
                .forEach(row -> threads.computeIfAbsent(row.thread == null ? row.id.toString() : row.thread, _ -> new ArrayList<>()).add(
                        row));
        return threads.values().stream().map(this::entry).toList();
    }

    private Notification entry(List<Row> listed) {
        Row newest = listed.getFirst();
        if (newest.thread == null) {
            return notification(newest);
        }
        boolean all = isMutant.test(Mutant.A_GROUP_COUNTS_WHAT_IS_ARCHIVED);
        long count = all ? rows.stream().filter(row -> !row.retracted && newest.thread.equals(row.thread)).count() : listed.size();
        int unread = (int) listed.stream().filter(row -> !isRead(row)).count();
        return notification(newest).in(new Group(newest.thread, (int) count, unread, List.of(ADA), 1));
    }

    List<Notification> since(long known) {
        return rows.stream().filter(row -> row.rev > known && !row.retracted).sorted(Comparator.comparingLong(row -> row.rev))
                .map(this::notification).toList();
    }

    List<UUID> retractedSince(long known) {
        return rows.stream().filter(row -> row.rev > known && row.retracted).map(row -> row.id).toList();
    }

    Notification notification(UUID mention) {
        return notification(rows.stream().filter(row -> row.mention.equals(mention)).findFirst().orElseThrow());
    }

    private Notification notification(Row row) {
        return new Notification(row.id, row.mention, row.seq, row.rev, ADA, row.source, row.lastText, Instant.EPOCH,
                "mention", row.thread, null, Instant.EPOCH, isRead(row), row.archived);
    }

    /** The texts that stand in the table. */
    Set<String> texts() {
        Set<String> texts = new HashSet<>();
        rows.stream().filter(row -> row.text != null).forEach(row -> texts.add(row.text));
        return texts;
    }
}
