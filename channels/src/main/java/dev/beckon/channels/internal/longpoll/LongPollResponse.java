package dev.beckon.channels.internal.longpoll;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.beckon.netty.VertxLoop;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.List;

/**
 * Writes answers over HTTP. Pages of every origin can read them, because the library checks {@code Origin} itself; no
 * cache keeps them.
 */
final class LongPollResponse {

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Runnable onLost;
    private boolean written;

    /** @param onLost runs if the written answer cannot have reached the client */
    LongPollResponse(HttpServerRequest request, Runnable onLost) {
        this.request = request;
        this.onLost = onLost;
        this.response = request.response().putHeader("access-control-allow-origin", "*");
    }

    /** @param patience how long to wait for a client that is still sending the body of a request that has its answer */
    void write(Answer answer, VertxLoop loop, Duration patience) {
        if (response.closed() || response.ended()) {
            return;
        }
        written = true; // set first, because the exchange may end within the next call
        response.putHeader("content-type", "application/json; charset=utf-8")
                .putHeader("cache-control", "no-store")
                .end(answer.json())
                .onFailure(_ -> onLost.run());
        if (request.version() != HttpVersion.HTTP_2) {
            request.connection().exceptionHandler(_ -> onLost.run()); // handles errors until the next answer on this connection
        }
        if (!request.isEnded()) {
            Runnable callOff = loop.after(patience, this::cut);
            request.end().onComplete(_ -> callOff.run()); // else the timer would hold the exchange, and those behind it
        }
    }

    /** Answers a browser's preflight for a request with custom headers (CORS). */
    void preflight() {
        response.putHeader("access-control-allow-headers",
                String.join(", ", request.headers().getAll("access-control-request-headers")))
                .putHeader("access-control-allow-methods", "get, post, options")
                .putHeader("access-control-max-age", "3600")
                .setStatusCode(OK).end();
    }

    void badRequest() {
        response.setStatusCode(BAD_REQUEST).end();
    }

    /** The exchange has ended; if no answer was written, the client is gone. */
    void over() {
        if (!written) {
            onLost.run();
        }
    }

    boolean isOver() {
        return response.ended();
    }

    /**
     * Limits how long the server reads and discards the rest of a body whose answer is already written. Closing the
     * connection at once could lose the answer for a client that is still sending (RFC 9112 §9.6).
     */
    private void cut() {
        if (!request.isEnded() && !response.reset()) { // reset() ends a stream of HTTP/2
            request.connection().close();
        }
    }

    /**
     * The answer to a request, inside HTTP 200.
     *
     * <p>phoenix.js understands 200 (with messages), 204, 410, 403 and 500 in answer to GET; any other status ends it
     * silently and for good. In answer to POST everything but 200 makes it open a new session.
     *
     * @param json an object with the real {@code status}
     */
    record Answer(String json) {

        static final Answer OK = of(200);
        static final Answer MALFORMED = of(400);
        static final Answer FORBIDDEN = of(403);
        static final Answer TIMEOUT = of(408);
        /**
         * No such session exists, on this node or behind the relay. POSTs get this answer, polls get {@link #ENDED}.
         */
        static final Answer GONE = of(410);
        static final Answer TOO_BIG = of(413);
        static final Answer TOO_MANY_POSTS = of(429);
        static final Answer INTERNAL_ERROR = of(500);

        /**
         * Answers a poll whose session ended before the poll or while it waited. 500 is the only status that makes
         * every phoenix.js reconnect and rejoin: versions before 1.8.2 take 410 for their socket's opening and stay
         * joined to channels that are gone; versions before 1.5 throw at 403 and never poll again.
         */
        static final Answer ENDED = INTERNAL_ERROR;

        private static Answer of(int status) {
            return new Answer("{\"status\":" + status + "}");
        }

        static Answer messages(String token, List<String> messages) {
            return poll(messages.isEmpty() ? 204 : 200, token, messages);
        }

        /** This request opened the session; phoenix.js takes the answer for its socket's opening. */
        static Answer opened(String token) {
            return poll(410, token, List.of());
        }

        private static Answer poll(int status, String token, List<String> messages) {
            StringBuilder json = new StringBuilder(64 + token.length())
                    .append("{\"status\":").append(status).append(",\"token\":\"").append(token).append("\",\"messages\":[");
            String separator = "\"";
            for (String message : messages) {
                json.append(separator);
                JsonStringEncoder.getInstance().quoteAsString(message, json);
                separator = "\",\"";
            }
            return new Answer(json.append(messages.isEmpty() ? "]}" : "\"]}").toString());
        }
    }
}
