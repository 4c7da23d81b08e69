package dev.beckon.channels.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.protocol.JsonFields.ReplyPayload;
import dev.beckon.channels.protocol.Outbound.Broadcast;
import dev.beckon.channels.protocol.Outbound.Close;
import dev.beckon.channels.protocol.Outbound.Crash;
import dev.beckon.channels.protocol.Outbound.Push;
import dev.beckon.channels.protocol.Outbound.Reply;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code vsn=2.0.0}: {@code [join_ref, ref, topic, event, payload]}, written compactly because some clients cut frames at the
 * first commas; a payload of bytes as a binary frame.
 *
 * <p>Source: phoenix, {@code lib/phoenix/socket/serializers/v2_json_serializer.ex}. Like Phoenix, extra trailing elements
 * are ignored.
 */
public final class V2JsonSerializer implements Serializer {

    private static final int FIELDS = 5;

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
                    text(joinRef, ref, topic, "phx_reply", ReplyPayload.of(status, response));
            case Push(var joinRef, var topic, var event, var payload) -> text(joinRef, null, topic, event, payload);
            case Broadcast(var topic, var event, var payload) -> text(null, null, topic, event, payload);
            case Close(var joinRef, var topic) -> text(joinRef, joinRef, topic, "phx_close", RawJson.EMPTY);
            case Crash(var joinRef, var topic) -> text(joinRef, joinRef, topic, "phx_error",
                    Map.of("reason", "channel_crash"));
        };
    }

    private Frame text(@Nullable Object... fields) {
        return new Frame.Text(json.write(Arrays.asList(fields)));
    }
}
