package dev.beckon.testclients;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The five fields of a Phoenix message, as text frames of {@code vsn=2.0.0} carry them. */
public record Message(
        @Nullable String joinRef, @Nullable String ref, String topic, String event, JsonNode payload) {

    /** The server's answer to the message that carried {@code ref}. */
    public record Reply(String status, JsonNode response) {

        public boolean isOk() {
            return status.equals("ok");
        }

        /** The reason of an error. */
        public String reason() {
            return response.path("reason").asText();
        }
    }

    public static Message parse(String frame) {
        JsonNode fields = Json.tree(frame);
        if (!fields.isArray() || fields.size() != 5 || !fields.get(4).isObject()) {
            throw new AssertionError("not an array of five with a payload that is an object: " + frame);
        }
        return new Message(fields.get(0).textValue(), fields.get(1).textValue(), fields.get(2).textValue(),
                fields.get(3).textValue(), fields.get(4));
    }

    public String frame() {
        return Json.write(Arrays.asList(joinRef, ref, topic, event, payload));
    }

    public boolean isReply() {
        return event.equals("phx_reply");
    }

    /** Each join has a ref of its own, which is the channel's join_ref as well. */
    boolean isReplyToJoin() {
        return isReply() && ref != null && ref.equals(joinRef);
    }

    public Reply reply() {
        return new Reply(payload.path("status").asText(), payload.path("response"));
    }
}
