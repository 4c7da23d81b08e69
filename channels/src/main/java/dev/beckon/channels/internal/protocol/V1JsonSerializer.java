package dev.beckon.channels.internal.protocol;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.beckon.channels.BinaryPayload;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.internal.protocol.JsonFields.ReplyPayload;
import dev.beckon.channels.internal.protocol.Outbound.Broadcast;
import dev.beckon.channels.internal.protocol.Outbound.Close;
import dev.beckon.channels.internal.protocol.Outbound.Crash;
import dev.beckon.channels.internal.protocol.Outbound.Push;
import dev.beckon.channels.internal.protocol.Outbound.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code vsn=1.0.0}, also for clients that name no version: {@code {"topic", "event", "payload", "ref"}}. A client may
 * send {@code join_ref}; the server never sends one, and no payload is bytes.
 *
 * <p>Source: phoenix, {@code lib/phoenix/socket/serializers/v1_json_serializer.ex}.
 */
public final class V1JsonSerializer implements Serializer {

    private final JsonFields json;

    public V1JsonSerializer(ObjectMapper json) {
        this.json = new JsonFields(json);
    }

    @JsonPropertyOrder({"topic", "event", "payload", "ref"})
    private record Message(String topic, String event, Object payload, @Nullable Ref ref) {}

    @Override
    public Inbound decode(String text) throws MalformedFrameException {
        JsonNode message = json.read(text);
        if (!message.isObject()) {
            throw new MalformedFrameException("not an object");
        }
        JsonNode joinRef = message.has("join_ref") ? message.get("join_ref") : NullNode.instance;
        return Inbound.of(JsonFields.ref(joinRef, "join_ref"), JsonFields.ref(field(message, "ref"), "ref"),
                JsonFields.text(field(message, "topic"), "topic"), JsonFields.text(field(message, "event"), "event"),
                field(message, "payload"));
    }

    /**
     * Decodes the same JSON: Phoenix ignores whether a frame is text or binary, and some clients send only binary
     * frames.
     */
    @Override
    public Inbound decode(byte[] binary) throws MalformedFrameException {
        try {
            return decode(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(binary)).toString());
        } catch (CharacterCodingException e) {
            throw new MalformedFrameException("not UTF-8");
        }
    }

    @Override
    public @Nullable Frame encode(Outbound message) {
        return switch (message) {
            case Reply(var joinRef, var ref, var topic, var status, var response) -> response instanceof BinaryPayload
                    ? null
                    : text(topic, "phx_reply", ReplyPayload.of(status, response), ref);
            case Push(var joinRef, var topic, var event, var payload) -> unasked(topic, event, payload);
            case Broadcast(var topic, var event, var payload) -> unasked(topic, event, payload);
            case Close(var joinRef, var topic) -> text(topic, "phx_close", RawJson.EMPTY, joinRef);
            case Crash(var joinRef, var topic) -> text(topic, "phx_error", Map.of("reason", "channel_crash"), joinRef);
        };
    }

    private @Nullable Frame unasked(String topic, String event, Object payload) {
        return payload instanceof BinaryPayload ? null : text(topic, event, payload, null);
    }

    private Frame text(String topic, String event, Object payload, @Nullable Ref ref) {
        return new Frame.Text(json.write(new Message(topic, event, payload, ref)));
    }

    private static JsonNode field(JsonNode message, String name) throws MalformedFrameException {
        JsonNode field = message.get(name);
        if (field == null) {
            throw new MalformedFrameException("no " + name);
        }
        return field;
    }
}
