package dev.beckon.verify.model;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** One inbox in the database. */
final class SmallInbox {

    static final UUID EPOCH = new UUID(0, 1);

    final List<Notification> rows = new ArrayList<>();
    private final String user;
    private final boolean keepsUnseen;
    int unread;
    private int unseen;
    private long seq;
    long rev;
    private long readUpTo;

    SmallInbox(String user, boolean keepsUnseen) {
        this.user = user;
        this.keepsUnseen = keepsUnseen;
    }

    boolean holds(UUID mention) {
        return rows.stream().anyMatch(row -> row.mentionId().equals(mention));
    }

    Notification add(UUID mention, String key) {
        rev++;
        seq++;
        unread++;
        unseen++;
        UUID id = UUID.nameUUIDFromBytes((user + mention).getBytes(StandardCharsets.UTF_8));
        rows.add(new Notification(id, mention, seq, rev, new Actor("ada", "Ada"), new Source("comment", "1", "https://a.b", "t"),
                key, Instant.EPOCH, "mention", null, null, Instant.EPOCH, false, false));
        return rows.getLast();
    }

    /** @return whether anything changed */
    boolean see() {
        if (unseen == 0) {
            return false;
        }
        unseen = keepsUnseen ? Math.max(1, unseen - 1) : 0;
        rev++;
        return true;
    }

    /** @return whether anything changed */
    boolean readAll(long upTo) {
        if (upTo <= readUpTo) {
            return false;
        }
        readUpTo = Math.min(upTo, seq);
        unread = (int) rows.stream().filter(row -> row.seq() > readUpTo).count();
        unseen = Math.min(unseen, unread);
        rev++;
        return true;
    }

    long seq() {
        return seq;
    }

    InboxState state() {
        return new InboxState(unread, unseen, seq, rev, EPOCH, readUpTo);
    }

    List<Notification> since(long known) {
        return rows.stream().filter(row -> row.rev() > known).sorted(Comparator.comparingLong(Notification::rev)).toList();
    }
}
