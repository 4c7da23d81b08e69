package dev.beckon.channels.channel;

import dev.beckon.channels.protocol.Outbound.Status;
import dev.beckon.channels.protocol.RawJson;
import java.util.Map;

/** How a channel answers an event of a client. */
public sealed interface EventResult {

    /** @param response written as a JSON object */
    record Reply(Status status, Object response) implements EventResult {}

    record NoReply() implements EventResult {}

    static EventResult ok() {
        return ok(RawJson.EMPTY);
    }

    static EventResult ok(Object response) {
        return new Reply(Status.OK, response);
    }

    /** @param reason a short, stable word for clients to switch on */
    static EventResult error(String reason) {
        return new Reply(Status.ERROR, Map.of("reason", reason));
    }

    static EventResult noReply() {
        return new NoReply();
    }
}
