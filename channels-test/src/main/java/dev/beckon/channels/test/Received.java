package dev.beckon.channels.test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.internal.protocol.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One frame as a client of version 2 receives it.
 *
 * @param payload a {@link BinaryNode} for a binary frame; an object with such a response for a binary reply
 */
record Received(JsonNode joinRef, JsonNode ref, String topic, String event, JsonNode payload) {

    static Received of(Frame frame) {
        return switch (frame) {
            case Frame.Text(var text, var utf8) -> ofText(text);
            case Frame.Binary(var bytes) -> new BinaryReader(bytes).read();
        };
    }

    private static Received ofText(String text) {
        try {
            JsonNode fields = Payloads.JSON.readTree(text);
            return new Received(fields.get(0), fields.get(1), fields.get(2).asText(), fields.get(3).asText(), fields.get(4));
        } catch (JsonProcessingException e) {
            throw new AssertionError("a frame of the server is not JSON: " + text, e);
        }
    }

    boolean isReplyTo(String message) {
        return event.equals("phx_reply") && ref.asText().equals(message);
    }

    /** A push to this client's join of the topic, or a broadcast there. */
    boolean isUnaskedOn(String onTopic, String join) {
        return topic.equals(onTopic) && ref.isNull() && (joinRef.isNull() || joinRef.asText().equals(join));
    }

    /** The frame as on the wire; bytes in base64. */
    @Override
    public String toString() {
        ArrayNode fields = JsonNodeFactory.instance.arrayNode();
        return fields.add(joinRef).add(ref).add(topic).add(event).add(payload).toString();
    }

    /** Layouts from phoenix, {@code lib/phoenix/socket/serializers/v2_json_serializer.ex}: sizes first, then the texts. */
    private static final class BinaryReader {

        private static final int PUSH = 0;
        private static final int REPLY = 1;

        private final byte[] bytes;
        private int sizeAt = 1;
        private int textAt;

        BinaryReader(byte[] bytes) {
            this.bytes = bytes;
        }

        Received read() {
            textAt = switch (bytes[0]) {
                case PUSH -> 4;
                case REPLY -> 5;
                default -> 3;
            };
            return switch (bytes[0]) {
                case PUSH -> new Received(ref(), NullNode.instance, text(), text(), rest());
                case REPLY -> reply(ref(), ref(), text(), text());
                default -> new Received(NullNode.instance, NullNode.instance, text(), text(), rest());
            };
        }

        private Received reply(JsonNode joinRef, JsonNode ref, String topic, String status) {
            ObjectNode payload = JsonNodeFactory.instance.objectNode().put("status", status).set("response", rest());
            return new Received(joinRef, ref, topic, "phx_reply", payload);
        }

        private JsonNode ref() {
            return JsonNodeFactory.instance.textNode(text());
        }

        private String text() {
            int size = bytes[sizeAt++] & 0xff;
            String text = new String(bytes, textAt, size, StandardCharsets.UTF_8);
            textAt += size;
            return text;
        }

        private JsonNode rest() {
            return BinaryNode.valueOf(Arrays.copyOfRange(bytes, textAt, bytes.length));
        }
    }
}
