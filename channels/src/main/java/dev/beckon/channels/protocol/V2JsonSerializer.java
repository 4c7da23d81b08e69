package dev.beckon.channels.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.beckon.channels.protocol.Inbound.Event;
import dev.beckon.channels.protocol.Inbound.Heartbeat;
import dev.beckon.channels.protocol.Inbound.Join;
import dev.beckon.channels.protocol.Inbound.Leave;
import dev.beckon.channels.protocol.Outbound.Broadcast;
import dev.beckon.channels.protocol.Outbound.Close;
import dev.beckon.channels.protocol.Outbound.Crash;
import dev.beckon.channels.protocol.Outbound.Push;
import dev.beckon.channels.protocol.Outbound.Reply;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text form of {@code vsn=2.0.0}: {@code [join_ref, ref, topic, event, payload]}, written compactly because some
 * clients cut frames at the first commas.
 *
 * <p>Source: phoenix, {@code lib/phoenix/socket/serializers/v2_json_serializer.ex}. Like Phoenix, extra trailing elements
 * are ignored. Thread-safe.
 */
public final class V2JsonSerializer {

    private static final int FIELDS = 5;

    private final ObjectWriter compact;
    private final ObjectReader strict;

    public V2JsonSerializer(ObjectMapper json) {
        this.compact = json.writer().without(SerializationFeature.INDENT_OUTPUT);
        this.strict = json.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** @throws MalformedFrameException if the frame is not a JSON array of 5 with scalar refs, a topic and an event */
    public Inbound decode(String frame) throws MalformedFrameException {
        JsonNode fields = parse(frame);
        Ref joinRef = ref(fields, 0, "join_ref");
        Ref ref = ref(fields, 1, "ref");
        String topic = text(fields, 2, "topic");
        String event = text(fields, 3, "event");
        JsonNode payload = fields.get(4);
        if (topic.equals("phoenix") && event.equals("heartbeat")) {
            return new Heartbeat(ref);
        }
        return switch (event) {
            case "phx_join" -> new Join(joinRef, ref, topic, payload);
            case "phx_leave" -> new Leave(joinRef, ref, topic);
            default -> new Event(joinRef, ref, topic, event, payload);
        };
    }

    public Frame encode(Outbound message) {
        return switch (message) {
            case Reply(var joinRef, var ref, var topic, var status, var response) -> frame(joinRef, ref, topic,
                    "phx_reply", new ReplyPayload(status.name().toLowerCase(Locale.ROOT), response));
            case Push(var joinRef, var topic, var event, var payload) -> frame(joinRef, null, topic, event, payload);
            case Broadcast(var topic, var event, var payload) -> frame(null, null, topic, event, payload);
            case Close(var joinRef, var topic) -> frame(joinRef, joinRef, topic, "phx_close", RawJson.EMPTY);
            case Crash(var joinRef, var topic) -> frame(joinRef, joinRef, topic, "phx_error",
                    Map.of("reason", "channel_crash"));
        };
    }

    /** @throws IllegalArgumentException if Jackson cannot write {@code payload} */
    public RawJson encodePayload(Object payload) {
        return payload instanceof RawJson raw ? raw : new RawJson(write(payload));
    }

    private record ReplyPayload(String status, Object response) {}

    private Frame frame(@Nullable Object... fields) {
        return new Frame(write(Arrays.asList(fields)));
    }

    private String write(Object value) {
        try {
            return compact.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a payload of ours cannot be written as JSON", e);
        }
    }

    private JsonNode parse(String frame) throws MalformedFrameException {
        JsonNode fields;
        try {
            fields = strict.readTree(frame);
        } catch (JsonProcessingException e) {
            throw new MalformedFrameException("not JSON");
        }
        if (!fields.isArray() || fields.size() < FIELDS) {
            throw new MalformedFrameException("not an array of " + FIELDS);
        }
        return fields;
    }

    private static @Nullable Ref ref(JsonNode fields, int index, String name) throws MalformedFrameException {
        JsonNode ref = fields.get(index);
        if (ref.isNull()) {
            return null;
        }
        if (!ref.isValueNode() || isInfinite(ref)) {
            throw new MalformedFrameException(name + " is not a scalar");
        }
        return new Ref(ref.toString());
    }

    /** 1e999 is JSON, but what Java makes of it is not. */
    private static boolean isInfinite(JsonNode ref) {
        return ref.isDouble() && Double.isInfinite(ref.doubleValue());
    }

    private static String text(JsonNode fields, int index, String name) throws MalformedFrameException {
        if (!fields.get(index).isTextual()) {
            throw new MalformedFrameException(name + " is not a string");
        }
        return fields.get(index).textValue();
    }
}
