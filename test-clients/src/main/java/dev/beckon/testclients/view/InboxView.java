package dev.beckon.testclients.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.testclients.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The inbox of a client that applies exactly the messages that the server sends on {@code notifications:{user}}. Records each
 * message that the contract forbids: repeated, out of order, or of another epoch. Thread-safe.
 */
public final class InboxView {

    private final NavigableMap<Long, Notification> items = new TreeMap<>();
    private final List<Notification> news = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<UUID> known = new HashSet<>();
    private @Nullable InboxState state;
    private long newest;
    private long start;
    private long floor;

    /** The payload of a join, evaluated at each join. */
    public synchronized Map<String, Object> position() {
        return state == null ? Map.of() : Map.of("rev", state.rev(), "epoch", state.epoch().toString());
    }

    /** @param reply the response of a join that was accepted */
    public synchronized void joined(JsonNode reply) {
        Difference difference = Json.read(reply, Difference.class);
        InboxState now = difference.state();
        boolean sameHistory = isSameHistory(now);
        require(!sameHistory || now.rev() >= rev(), "a join that leads backwards");
        if (difference.snapshot()) {
            items.clear();
            known.clear();
            floor = 0;
            difference.notifications().forEach(this::show);
            start = now.seq();
            newest = start;
            floor = items.isEmpty() ? 0 : items.firstKey();
        } else {
            require(sameHistory, "a difference to another history");
            require(isByRevision(difference.notifications()), "a difference out of order");
            difference.notifications().forEach(this::addNews);
        }
        state = now;
    }

    /** Ordered by revision, because a client that loses its connection half way asks for the changes after its last revision. */
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

    /** Applies an event that came after a join. */
    public synchronized void pushed(String event, JsonNode payload) {
        switch (event) {
            case "new_notification" -> {
                NewNotification pushed = Json.read(payload, NewNotification.class);
                requireNext(event, pushed.state());
                Notification notification = pushed.notification();
                require(notification.seq() > newest || notification.read(), "a notification out of order");
                require(!known.contains(notification.id()), "a notification sent twice");
                addNews(notification);
                state = pushed.state();
            }
            case "inbox_changed" -> {
                InboxChanged change = Json.read(payload, InboxChanged.class);
                requireNext(event, change.state());
                change.read().forEach(id -> replace(id, true));
                change.archived().forEach(id -> replace(id, false));
                state = change.state();
            }
            default -> require(false, "an event that the protocol does not have: " + event);
        }
    }

    private void requireNext(String event, InboxState now) {
        require(isSameHistory(now), event + " of another history");
        require(state != null && now.rev() > rev(), event + " that was sent before");
    }

    /** News come by the revision of their last change: notifications that were read elsewhere meanwhile follow those that were not. */
    private void addNews(Notification notification) {
        if (notification.seq() > start && !notification.archived() && !known.contains(notification.id())) {
            news.add(notification);
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

    private boolean isSameHistory(InboxState now) {
        return state != null && now.epoch().equals(state.epoch());
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            faults.add(otherwise + " at rev " + (state == null ? null : state.rev()));
        }
    }

    /** Newest first, as the REST list; complete from {@link #floor} up. */
    public synchronized List<Notification> items() {
        long readUpTo = state == null ? 0 : state.readUpTo();
        return items.descendingMap().values().stream().map(n -> n.seq() <= readUpTo ? read(n) : n).toList();
    }

    /** Notifications that came as news, in order of arrival. */
    public synchronized List<Notification> news() {
        return List.copyOf(news);
    }

    /** Messages that break the contract. */
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** The lowest {@code seq} from which the list is complete; 0 if it is complete from the first. */
    public synchronized long floor() {
        return floor;
    }

    public synchronized long rev() {
        return state == null ? -1 : state.rev();
    }

    public synchronized @Nullable String epoch() {
        return state == null ? null : state.epoch().toString();
    }

    public synchronized int unread() {
        return state == null ? 0 : state.unread();
    }

    public synchronized int unseen() {
        return state == null ? 0 : state.unseen();
    }

    private static Notification read(Notification n) {
        return n.with(n.rev(), true, n.archived());
    }
}
