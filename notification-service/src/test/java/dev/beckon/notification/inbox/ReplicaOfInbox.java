package dev.beckon.notification.inbox;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.Notification;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A client that builds its inbox only from differences, from the first one on, and drops answers older than its state. */
final class ReplicaOfInbox {

    /** The stored notifications, in the form of {@link #rows}. */
    static final String ROWS = """
            SELECT n.seq, n.rev, n.id, n.read_at IS NOT NULL OR n.seq <= i.read_up_to, n.archived_at IS NOT NULL
            FROM notification n JOIN inbox i USING (recipient_id) WHERE n.recipient_id = '%s' ORDER BY n.seq
            """;

    private final String user;
    private final Map<Long, Notification> notifications = new TreeMap<>();
    private final UUID epoch;
    private long rev;
    private long readUpTo;

    ReplicaOfInbox(String user, UUID epoch) {
        this.user = user;
        this.epoch = epoch;
    }

    synchronized CatchUp.Position position() {
        return new CatchUp.Position(user, rev, epoch);
    }

    synchronized void apply(CatchUp.Difference difference) {
        if (difference.state().rev() < rev) {
            return;
        }
        if (difference.snapshot()) {
            throw new AssertionError("a replica that asks often needs no snapshot");
        }
        difference.notifications().stream()
                .filter(changed -> !notifications.containsKey(changed.seq())
                        || notifications.get(changed.seq()).rev() <= changed.rev())
                .forEach(changed -> notifications.put(changed.seq(), changed));
        rev = difference.state().rev();
        readUpTo = Math.max(readUpTo, difference.state().readUpTo());
    }

    synchronized List<String> rows() {
        return notifications.values().stream().map(n -> "%d %d %s %s %s".formatted(
                n.seq(), n.rev(), n.id(), n.read() || n.seq() <= readUpTo, n.archived())).toList();
    }
}
