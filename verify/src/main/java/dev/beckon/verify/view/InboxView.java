package dev.beckon.verify.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.Notification;
import dev.beckon.verify.wire.Wire;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a user sees who believes everything the server says on {@code notifications:{user}} and nothing else. Notes every
 * word that should not have come: something told twice, out of order, or of another history. Thread-safe.
 */
public final class InboxView {

    private final NavigableMap<Long, Notification> items = new TreeMap<>();
    private final List<Notification> told = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<UUID> known = new HashSet<>();
    private @Nullable Long rev;
    private @Nullable String epoch;
    private int unread;
    private int unseen;
    private long readUpTo;
    private long newest;
    private long start;
    private long floor;

    /** What to say when joining, evaluated at each join. */
    public synchronized Map<String, Object> position() {
        return rev == null ? Map.of() : Map.of("rev", rev, "epoch", Objects.requireNonNull(epoch));
    }

    /** @param reply the response of a join that was accepted */
    public synchronized void joined(JsonNode reply) {
        List<Notification> notifications = Wire.list(reply.path("notifications"), Notification.class);
        boolean sameHistory = reply.path("epoch").asText().equals(epoch);
        require(!sameHistory || rev == null || reply.path("rev").asLong() >= rev, "a join that leads backwards");
        if (reply.path("snapshot").asBoolean()) {
            items.clear();
            known.clear();
            floor = 0;
            notifications.forEach(this::show);
            start = reply.path("seq").asLong();
            newest = start;
            floor = items.isEmpty() ? 0 : items.firstKey();
        } else {
            require(sameHistory, "a difference to another history");
            require(isByRevision(notifications), "a difference out of order");
            notifications.forEach(this::tell);
        }
        settle(reply);
    }

    /** Whoever loses its connection half way asks for what comes after the last revision it has. */
    private static boolean isByRevision(List<Notification> notifications) {
        long last = 0;
        for (Notification notification : notifications) {
            if (notification.rev() < last) {
                return false;
            }
            last = notification.rev();
        }
        return true;
    }

    /** What came unasked after a join. */
    public synchronized void pushed(String event, JsonNode payload) {
        require(payload.path("epoch").asText().equals(epoch), event + " of another history");
        require(rev != null && payload.path("rev").asLong() > rev, event + " that was told before");
        switch (event) {
            case "new_notification" -> {
                Notification notification = Wire.read(payload.path("notification"), Notification.class);
                require(notification.seq() > newest || notification.read(), "a notification out of order");
                require(!known.contains(notification.id()), "a notification told twice");
                tell(notification);
            }
            case "inbox_changed" -> {
                Wire.list(payload.path("read"), UUID.class).forEach(id -> replace(id, true));
                Wire.list(payload.path("archived"), UUID.class).forEach(id -> replace(id, false));
            }
            default -> require(false, "an event that nobody knows: " + event);
        }
        settle(payload);
    }

    /** News are told by the revision of their last change: what was read elsewhere meanwhile comes after what was not. */
    private void tell(Notification notification) {
        if (notification.seq() > start && !notification.archived() && !known.contains(notification.id())) {
            told.add(notification);
        }
        newest = Math.max(newest, notification.seq());
        show(notification);
    }

    private void show(Notification notification) {
        known.add(notification.id());
        if (notification.archived()) {
            items.remove(notification.seq());
        } else if (notification.seq() >= floor) {
            items.put(notification.seq(), notification);
        }
    }

    private void replace(UUID id, boolean stays) {
        items.values().stream().filter(n -> n.id().equals(id)).findFirst().ifPresent(n -> {
            if (stays) {
                items.put(n.seq(), read(n));
            } else {
                items.remove(n.seq());
            }
        });
    }

    private void settle(JsonNode counts) {
        rev = counts.path("rev").asLong();
        epoch = counts.path("epoch").asText();
        unread = counts.path("unread").asInt();
        unseen = counts.path("unseen").asInt();
        readUpTo = counts.path("read_up_to").asLong();
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            faults.add(otherwise + " at rev " + rev);
        }
    }

    /** Newest first, as the REST list; complete from {@link #floor} up. */
    public synchronized List<Notification> items() {
        return items.descendingMap().values().stream().map(n -> n.seq() <= readUpTo ? read(n) : n).toList();
    }

    /** Notifications that came as news, in the order in which they came. */
    public synchronized List<Notification> told() {
        return List.copyOf(told);
    }

    /** What should never have been said. */
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** The lowest {@code seq} from which the list is complete; 0 if it is from the first. */
    public synchronized long floor() {
        return floor;
    }

    public synchronized long rev() {
        return Objects.requireNonNullElse(rev, -1L);
    }

    public synchronized @Nullable String epoch() {
        return epoch;
    }

    public synchronized int unread() {
        return unread;
    }

    public synchronized int unseen() {
        return unseen;
    }

    private static Notification read(Notification n) {
        return new Notification(n.id(), n.mentionId(), n.seq(), n.rev(), n.actor(), n.source(), n.excerpt(),
                n.occurredAt(), n.createdAt(), true, n.archived());
    }
}
