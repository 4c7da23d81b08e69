package dev.beckon.testclients.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.InboxPayload.GroupsChanged;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.testclients.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The inbox of a client that applies exactly the messages that the server sends on {@code notifications:{user}}. Records each
 * message that the contract forbids: repeated, out of order, or of another epoch. Thread-safe.
 */
public final class InboxView {

    private final Map<UUID, Notification> rows = new HashMap<>();
    private final List<Notification> news = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    /** The seq at which each notification was sent last: one that is given again has a higher one. */
    private final Map<UUID, Long> known = new HashMap<>();
    /** For each id that was taken back the inbox's seq at that time. */
    private final Map<UUID, Long> retracted = new HashMap<>();
    private final @Nullable GroupView groups;
    private @Nullable InboxState state;
    private long newest;
    private long start;
    private long floor;
    private boolean hasHole;

    /** The response of a join. */
    private record JoinReply(@JsonUnwrapped InboxState state, List<Notification> notifications, @Nullable List<UUID> retracted,
            boolean snapshot, @Nullable List<Notification> groups, @JsonProperty("next_before") @Nullable Long nextBefore) {}

    public InboxView() {
        this(false);
    }

    /** @param byThread whether the client joins with {@code group}: then it shows {@link #groups}, and of single ones what has arrived */
    public InboxView(boolean byThread) {
        this.groups = byThread ? new GroupView() : null;
    }

    /** The payload of a join, evaluated at each join. */
    public synchronized Map<String, Object> position() {
        if (groups != null) {
            return Map.of("group", "thread");
        }
        return state == null || hasHole ? Map.of() : Map.of("rev", state.rev(), "epoch", state.epoch().toString());
    }

    /** @param reply the response of a join that was accepted */
    public synchronized void joined(JsonNode reply) {
        JoinReply join = Json.read(reply, JoinReply.class);
        InboxState now = join.state();
        List<UUID> takenBack = Objects.requireNonNullElse(join.retracted(), List.of());
        boolean sameHistory = isSameHistory(now);
        require(!sameHistory || now.rev() >= rev(), "a join that leads backwards");
        if (join.snapshot()) {
            require(takenBack.isEmpty(), "retractions in a snapshot");
            beginAgain(sameHistory);
            join.notifications().forEach(row -> show(row, now));
            start = now.seq();
            newest = start;
            floor = groups == null ? rows.values().stream().mapToLong(Notification::seq).min().orElse(0) : start + 1;
        } else {
            require(sameHistory, "a difference to another history");
            require(isByRevision(join.notifications()), "a difference out of order");
            raiseWatermark(now);
            takenBack.forEach(id -> takeBack(id, now));
            join.notifications().forEach(row -> addNews(row, now));
        }
        require((groups == null) == (join.groups() == null), "groups that were not asked for, or none");
        if (groups != null && join.groups() != null) {
            groups.joined(now.rev(), join.groups(), join.nextBefore());
        }
        state = now;
    }

    private void beginAgain(boolean sameHistory) {
        rows.clear();
        known.clear();
        if (!sameHistory) {
            retracted.clear();
        }
        floor = 0;
        hasHole = false;
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
                require(isUnknown(notification), "a notification sent twice");
                raiseWatermark(pushed.state());
                addNews(notification, pushed.state());
                state = pushed.state();
            }
            case "inbox_changed" -> {
                InboxChanged change = Json.read(payload, InboxChanged.class);
                requireNext(event, change.state());
                apply(change);
                state = change.state();
            }
            case "groups_changed" -> require(groups != null && groups.changed(Json.read(payload, GroupsChanged.class)),
                    "groups that were sent before, or not asked for");
            default -> require(false, "an event that the protocol does not have: " + event);
        }
    }

    private void requireNext(String event, InboxState now) {
        require(isSameHistory(now), event + " of another history");
        require(state != null && now.rev() > rev(), event + " that was sent before");
    }

    private void apply(InboxChanged change) {
        InboxState now = change.state();
        raiseWatermark(now);
        change.read().forEach(id -> replace(id, row -> row.with(row.rev(), true, row.archived())));
        change.unread().forEach(id -> replace(id, row -> row.with(row.rev(), false, row.archived())));
        change.archived().forEach(id -> replace(id, row -> row.with(row.rev(), row.read(), true)));
        change.unarchived().forEach(this::unarchive);
        change.retracted().forEach(id -> takeBack(id, now));
        change.updated().forEach(row -> show(row, now));
    }

    /** The watermark reads what lies below it when it is raised; later some of that may be marked unread again. */
    private void raiseWatermark(InboxState now) {
        if (state != null && now.readUpTo() > state.readUpTo()) {
            rows.replaceAll((_, row) -> row.seq() <= now.readUpTo() ? row.with(row.rev(), true, row.archived()) : row);
        }
    }

    private void replace(UUID id, UnaryOperator<Notification> change) {
        rows.computeIfPresent(id, (_, row) -> change.apply(row));
    }

    /** What was archived before the view began is not in it: only a new snapshot can show it. */
    private void unarchive(UUID id) {
        hasHole |= groups == null && !rows.containsKey(id);
        replace(id, row -> row.with(row.rev(), row.read(), false));
    }

    private void takeBack(UUID id, InboxState now) {
        rows.remove(id);
        retracted.put(id, now.seq());
    }

    private boolean isUnknown(Notification notification) {
        return known.getOrDefault(notification.id(), 0L) < notification.seq();
    }

    /** News come by the revision of their last change: notifications that were read elsewhere meanwhile follow those that were not. */
    private void addNews(Notification notification, InboxState now) {
        if (notification.seq() > start && !notification.archived() && isUnknown(notification)) {
            news.add(notification);
        }
        newest = Math.max(newest, notification.seq());
        show(notification, now);
    }

    private void show(Notification notification, InboxState now) {
        UUID id = notification.id();
        require(notification.rev() <= now.rev(), "a notification of a later revision");
        require(!rows.containsKey(id) || rows.get(id).rev() <= notification.rev(), "a notification in an older form");
        require(retracted.getOrDefault(id, 0L) < notification.seq(), "a notification that was taken back");
        known.put(id, notification.seq());
        rows.put(id, notification);
    }

    private boolean isSameHistory(InboxState now) {
        return state != null && now.epoch().equals(state.epoch());
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            faults.add(otherwise + " at rev " + (state == null ? null : state.rev()));
        }
    }

    /** Newest first, as the REST list; complete from {@link #floor} up, unless there {@link #hasHole is a hole}. */
    public synchronized List<Notification> items() {
        return rows.values().stream().filter(row -> !row.archived() && row.seq() >= floor)
                .sorted(Comparator.comparingLong(Notification::seq).reversed()).toList();
    }

    /** Whether something is in the inbox again that the view never had: the client has to join again, without a revision. */
    public synchronized boolean hasHole() {
        return hasHole;
    }

    /** Notifications that came as news, in order of arrival. */
    public synchronized List<Notification> news() {
        return List.copyOf(news);
    }

    /** {@code null}: the client did not join with {@code group}. */
    public @Nullable GroupView groups() {
        return groups;
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
}
