package dev.beckon.channels.channel;

import java.util.Map;
import java.util.Optional;

/**
 * What is known of a client that wants to connect. Never log it: it carries the token.
 *
 * @param params the query's parameters; the last value of a repeated one
 * @param authToken the token that phoenix.js sends as {@code authToken}, which is not part of the address
 */
public record ConnectInfo(Map<String, String> params, Optional<String> authToken) {

    /** The {@code authToken}, else the parameter {@code token}, which is all that the Kotlin and Swift clients know. */
    public Optional<String> token() {
        return authToken.or(() -> Optional.ofNullable(params.get("token")));
    }

    @Override
    public String toString() {
        return "ConnectInfo[masked]";
    }
}
