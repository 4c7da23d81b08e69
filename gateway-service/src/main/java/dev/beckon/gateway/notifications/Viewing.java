package dev.beckon.gateway.notifications;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.Payload;
import dev.beckon.channels.RawJson;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Source;
import dev.beckon.gateway.notifications.InboxClient.UnavailableException;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The source that one member's device shows at the moment. What arrives from there rings nowhere on that device: it is marked read
 * first, and the member gets it as a notification that is read already.
 *
 * <p>The member is then ahead of the frames until the one arrives that makes the notification read for all devices. The counts in
 * the frames before it still contain the notification; the member gets them without it. Like all of a member's state, only used by
 * callbacks that do not overlap.
 */
final class Viewing {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> NO_LONGER_UNREAD = List.of("read", "archived", "retracted");

    private final Function<List<UUID>, Uni<?>> markRead;
    /** Sent as read before the frame that makes them so, by id: their seq. As many as frames are under way between the two. */
    private final Map<UUID, Long> early = new HashMap<>();
    private Source.@Nullable Key source;

    /** @param markRead marks the user's notifications as read; fails with {@link UnavailableException} only */
    Viewing(Function<List<UUID>, Uni<?>> markRead) {
        this.markRead = markRead;
    }

    /** @param source {@code null}: none */
    void show(Source.@Nullable Key source) {
        this.source = source;
    }

    /** Whether frames have to be adapted for the member. */
    boolean isActive() {
        return source != null || !early.isEmpty();
    }

    /** The payload for the member of a frame that follows its revision. If it cannot be marked read, it arrives as for any member. */
    Uni<Payload> adapt(Payload payload) {
        ObjectNode frame = parse(payload);
        forgetWhatIsRead(frame);
        if (!(frame.get("notification") instanceof ObjectNode arrived) || arrived.path("read").booleanValue()
                || !shows(arrived.at("/source/type").asText(), arrived.at("/source/id").asText())) {
            return Uni.createFrom().item(early.isEmpty() ? payload : counted(frame));
        }
        UUID id = UUID.fromString(arrived.path("id").asText());
        return markRead.apply(List.of(id)).replaceWith(() -> {
            early.put(id, arrived.path("seq").longValue());
            arrived.put("read", true);
            return counted(frame);
        }).onFailure(UnavailableException.class).recoverWithItem(() -> early.isEmpty() ? payload : counted(frame));
    }

    /** The same for what a member has missed. The difference is of this moment, so it contains every read that came before it. */
    Uni<Difference> adapt(Difference difference, long knownSeq) {
        early.clear();
        Map<UUID, Long> arrived = new HashMap<>();
        for (Notification n : difference.notifications()) {
            if (GapRepair.isNew(n, knownSeq) && !n.read() && shows(n.source().type(), n.source().id())) {
                arrived.put(n.id(), n.seq());
            }
        }
        if (arrived.isEmpty() || difference.snapshot()) {
            return Uni.createFrom().item(difference);
        }
        return markRead.apply(List.copyOf(arrived.keySet())).replaceWith(() -> {
            early.putAll(arrived);
            return withEarlyRead(difference);
        }).onFailure(UnavailableException.class).recoverWithItem(difference);
    }

    private boolean shows(String type, String id) {
        return source != null && source.type().equals(type) && source.id().equals(id);
    }

    private void forgetWhatIsRead(ObjectNode frame) {
        NO_LONGER_UNREAD.forEach(list -> frame.path(list).forEach(id -> early.remove(UUID.fromString(id.asText()))));
        early.values().removeIf(seq -> seq <= frame.path("read_up_to").longValue());
    }

    private Payload counted(ObjectNode frame) {
        int unread = lessEarly(frame.path("unread").intValue());
        frame.put("unread", unread).put("unseen", Math.min(unread, lessEarly(frame.path("unseen").intValue())));
        return new RawJson(frame.toString());
    }

    private Difference withEarlyRead(Difference difference) {
        InboxState state = difference.state();
        int unread = lessEarly(state.unread());
        return new Difference(difference.user(),
                new InboxState(unread, Math.min(unread, lessEarly(state.unseen())), state.seq(), state.rev(), state.epoch(), state
                        .readUpTo()),
                difference.notifications().stream().map(n -> early.containsKey(n.id()) ? n.with(n.rev(), true, n.archived()) : n).toList(),
                difference.retracted(), false);
    }

    private int lessEarly(int count) {
        return Math.max(0, count - early.size());
    }

    private static ObjectNode parse(Payload payload) {
        if (payload instanceof RawJson(String text)) {
            try {
                return (ObjectNode) JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("a frame of an inbox is not JSON", e);
            }
        }
        throw new IllegalArgumentException("a frame of an inbox is not JSON");
    }
}
