package dev.beckon.channels;

import java.util.Map;

/** How a channel answers {@code phx_join}. */
public sealed interface JoinResult {

    /** @param response written as a JSON object */
    record Joined(Object response) implements JoinResult {}

    /** @param response written as a JSON object */
    record Refused(Object response) implements JoinResult {}

    static JoinResult joined() {
        return new Joined(RawJson.EMPTY);
    }

    /** @param reason a short, stable word for clients to switch on, such as {@code unauthorized} */
    static JoinResult refused(String reason) {
        return new Refused(Map.of("reason", reason));
    }
}
