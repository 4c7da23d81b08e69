package dev.beckon.examples.protocollab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.BinaryPayload;
import dev.beckon.channels.Channel;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.EventResult.Status;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.Presence;
import dev.beckon.channels.PresenceRefusedException;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.UnhandledEventException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.BiConsumer;

/** {@code room:*}: every user may join and is tracked by presence; each event triggers one kind of answer. */
@Singleton
final class RoomChannel implements Channel {

    private final Presence presence;

    RoomChannel(Presence presence) {
        this.presence = presence;
    }

    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        if (payload.path("crash").booleanValue()) {
            throw new IllegalStateException("a client asked this join to fail");
        }
        // Presence refuses some user ids as keys, such as __proto__: such a user joins all the same, but presence does not show it.
        presence.track(member, userId(member), Map.of());
        presence.pushState(member);
        return Uni.createFrom().item(JoinResult.joined());
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        if (event.equals("presence_update")) {
            return updatePresence(member, payload);
        }
        return Uni.createFrom().item(switch (event) {
            case "echo" -> EventResult.ok(same(payload));
            case "fail" -> new EventResult.Reply(Status.ERROR, same(payload));
            case "silent" -> EventResult.noReply();
            case "new_msg" -> say(payload, event, member::broadcast);
            case "new_msg_from" -> say(payload, event, member::broadcastFrom);
            case "push_me" -> say(payload, "pushed", member::push);
            case "crash" -> throw new IllegalStateException("a client asked this channel to fail");
            case "stop" -> new EventResult.Stop(new EventResult.Reply(Status.OK, RawJson.EMPTY));
            case "bin_echo", "bin_push", "bin_broadcast" -> binary(member, event, payload);
            default -> throw new UnhandledEventException(event);
        });
    }

    /** Merges {@code payload} into the meta of this member only, not of the user's other members. */
    private Uni<EventResult> updatePresence(Member member, JsonNode payload) {
        if (!(payload instanceof ObjectNode changes)) {
            return Uni.createFrom().item(EventResult.error(PresenceRefusedException.Reason.INVALID_META.word()));
        }
        return presence.update(member, userId(member), meta -> meta.setAll(changes))
                .map(_ -> EventResult.noReply())
                .onFailure(PresenceRefusedException.class)
                .recoverWithItem(refused -> EventResult.error(refused.reason().word()));
    }

    private static String userId(Member member) {
        return member.socketAssigns().get(User.class).id();
    }

    private static EventResult binary(Member member, String event, JsonNode payload) {
        if (!payload.isBinary()) {
            return EventResult.error("not_binary");
        }
        return switch (event) {
            case "bin_push" -> say(payload, event, member::push);
            case "bin_broadcast" -> say(payload, event, member::broadcast);
            default -> EventResult.ok(same(payload));
        };
    }

    /**
     * Unlike a reply's response, the payload of a push or broadcast has to be an object; in Phoenix anything else fails the
     * channel ({@code lib/phoenix/socket/serializers/v2_json_serializer.ex}).
     */
    private static EventResult say(JsonNode payload, String event, BiConsumer<String, Object> to) {
        if (!payload.isObject() && !payload.isBinary()) {
            throw new IllegalArgumentException("the payload of " + event + " is not an object");
        }
        to.accept(event, same(payload));
        return EventResult.noReply();
    }

    /** The client's payload in the form that the server sends: bytes stay bytes. */
    private static Object same(JsonNode payload) {
        return payload instanceof BinaryNode bytes ? new BinaryPayload(bytes.binaryValue()) : payload;
    }
}
