package dev.beckon.examples.protocollab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import dev.beckon.channels.channel.Channel;
import dev.beckon.channels.channel.EventResult;
import dev.beckon.channels.channel.JoinResult;
import dev.beckon.channels.channel.Member;
import dev.beckon.channels.channel.UnhandledEventException;
import dev.beckon.channels.protocol.BinaryPayload;
import dev.beckon.channels.protocol.Outbound.Status;
import dev.beckon.channels.protocol.RawJson;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.BiConsumer;

/** {@code room:*}: everyone may join, and each event provokes one kind of answer. */
@Singleton
final class RoomChannel implements Channel {

    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        if (payload.path("crash").booleanValue()) {
            throw new IllegalStateException("a client asked this join to fail");
        }
        return Uni.createFrom().item(JoinResult.joined());
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
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

    /** What a client said, as the server says it: bytes stay bytes. */
    private static Object same(JsonNode payload) {
        return payload instanceof BinaryNode bytes ? new BinaryPayload(bytes.binaryValue()) : payload;
    }
}
