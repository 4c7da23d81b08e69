package dev.beckon.channels.internal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.BinaryPayload;
import dev.beckon.channels.internal.protocol.Outbound.Broadcast;
import dev.beckon.channels.internal.protocol.Outbound.Close;
import dev.beckon.channels.internal.protocol.Outbound.Crash;
import dev.beckon.channels.internal.protocol.Outbound.Push;
import dev.beckon.channels.internal.protocol.Outbound.Reply;
import org.jspecify.annotations.Nullable;

/**
 * {@code vsn=2.0.0}: {@code [join_ref, ref, topic, event, payload]}, written compactly because some clients cut frames
 * at the first commas. A payload of bytes becomes a binary frame.
 *
 * <p>Source: phoenix, {@code lib/phoenix/socket/serializers/v2_json_serializer.ex}. Like Phoenix, extra trailing
 * elements are ignored.
 */
public final class V2JsonSerializer implements Serializer {

    private static final int FIELDS = 5;
    /** Characters for brackets, commas, quotes and refs of the usual length. */
    private static final int AROUND_PAYLOAD = 32;

    private final JsonFields json;

    public V2JsonSerializer(ObjectMapper json) {
        this.json = new JsonFields(json);
    }

    @Override
    public Inbound decode(String text) throws MalformedFrameException {
        JsonNode fields = json.read(text);
        if (!fields.isArray() || fields.size() < FIELDS) {
            throw new MalformedFrameException("not an array of " + FIELDS);
        }
        return Inbound.of(JsonFields.ref(fields.get(0), "join_ref"), JsonFields.ref(fields.get(1), "ref"),
                JsonFields.text(fields.get(2), "topic"), JsonFields.text(fields.get(3), "event"), fields.get(4));
    }

    @Override
    public Inbound decode(byte[] binary) throws MalformedFrameException {
        return BinaryFrames.decode(binary);
    }

    @Override
    public Frame encode(Outbound message) {
        return switch (message) {
            case Reply reply when reply.response() instanceof BinaryPayload bytes -> BinaryFrames.reply(reply, bytes);
            case Push push when push.payload() instanceof BinaryPayload bytes -> BinaryFrames.push(push, bytes);
            case Broadcast broadcast when broadcast.payload() instanceof BinaryPayload bytes ->
                BinaryFrames.broadcast(broadcast, bytes);
            case Reply(var joinRef, var ref, var topic, var status, var response) ->
                text(joinRef, ref, topic, "phx_reply", json.reply(status, response));
            case Push(var joinRef, var topic, var event, var payload) -> text(joinRef, null, topic, event, json.write(payload));
            case Broadcast(var topic, var event, var payload) -> text(null, null, topic, event, json.write(payload));
            case Close(var joinRef, var topic) -> text(joinRef, joinRef, topic, "phx_close", "{}");
            case Crash(var joinRef, var topic) -> text(joinRef, joinRef, topic, "phx_error", "{\"reason\":\"channel_crash\"}");
        };
    }

    /** Written without Jackson, because payloads are mostly finished JSON already and Jackson would copy them twice. */
    private static Frame text(@Nullable Ref joinRef, @Nullable Ref ref, String topic, String event, String payload) {
        StringBuilder out = new StringBuilder(AROUND_PAYLOAD + topic.length() + event.length() + payload.length());
        out.append('[').append(joinRef == null ? "null" : joinRef.json());
        out.append(',').append(ref == null ? "null" : ref.json());
        JsonFields.quote(topic, out.append(','));
        JsonFields.quote(event, out.append(','));
        return new Frame.Text(out.append(',').append(payload).append(']').toString());
    }
}
