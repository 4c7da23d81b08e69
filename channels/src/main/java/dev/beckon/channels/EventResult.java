package dev.beckon.channels;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a channel answers an event of a client. */
public sealed interface EventResult {

    /** The {@code status} of a reply on the wire. */
    enum Status { OK, ERROR }

    /** @param response written as a JSON object */
    record Reply(Status status, Object response) implements EventResult {}

    record NoReply() implements EventResult {}

    /**
     * Ends the member's channel normally: the client gets {@code phx_close} and does not join again.
     *
     * @param reply sent before that; {@code null}: none
     */
    record Stop(@Nullable Reply reply) implements EventResult {}

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

    static EventResult stop() {
        return new Stop(null);
    }

    static EventResult noReply() {
        return new NoReply();
    }
}
