package dev.beckon.channels.transport.longpoll;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * How a request names its session and its user. Both are called {@code token} in the address: phoenix.js appends the
 * session's, so the last one is the session's and the first the user's. Never log it.
 *
 * @param id of this request alone
 */
record LongPollRequest(HttpServerRequest http, UUID id) {

    private static final String TOKEN = "token";

    LongPollRequest(HttpServerRequest http) {
        this(http, UUID.randomUUID());
    }

    /** The session's; that of a first request is the user's, and not signed here. */
    Optional<String> sessionToken() {
        return Optional.ofNullable(http.getHeader("X-Phoenix-Longpoll-Token")).or(() -> {
            List<String> tokens = http.params().getAll(TOKEN);
            return tokens.isEmpty() ? Optional.empty() : Optional.of(tokens.getLast());
        });
    }

    /** As the user's socket gets to see them: without the session's token. */
    MultiMap connectParams() {
        MultiMap params = MultiMap.caseInsensitiveMultiMap().addAll(http.params());
        List<String> tokens = params.getAll(TOKEN);
        return tokens.isEmpty() ? params : params.set(TOKEN, tokens.getFirst());
    }

    /** The user's, from clients that keep it out of addresses. */
    Optional<String> authToken() {
        return Optional.ofNullable(http.getHeader("X-Phoenix-AuthToken"));
    }

    /** Bytes that the body will have; if the request does not say, {@code unknown}. */
    long bodyBytes(long unknown) {
        String length = http.getHeader("Content-Length");
        if (length == null) {
            return http.getHeader("Transfer-Encoding") == null && http.version() != HttpVersion.HTTP_2 ? 0 : unknown;
        }
        try {
            return Long.parseUnsignedLong(length);
        } catch (NumberFormatException e) {
            return unknown;
        }
    }

    boolean isInLines() {
        String type = http.getHeader("Content-Type");
        return type != null && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/x-ndjson");
    }

    @Override
    public String toString() {
        return "LongPollRequest[masked]";
    }
}
