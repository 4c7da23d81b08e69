package dev.beckon.channels;

import java.util.Map;
import java.util.Optional;

/**
 * The request of a client that wants to connect. Never log it: it carries the token.
 *
 * @param params the query's parameters; the last value of a repeated one
 * @param token phoenix.js's {@code authToken}, else one of the configured headers, else one of the configured
 *     parameters ({@code channels.transport.token-headers}, {@code …token-parameters})
 */
public record ConnectInfo(Map<String, String> params, Optional<String> token) {

    @Override
    public String toString() {
        return "ConnectInfo[masked]";
    }
}
