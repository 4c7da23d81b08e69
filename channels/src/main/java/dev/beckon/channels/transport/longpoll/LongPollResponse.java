package dev.beckon.channels.transport.longpoll;

import dev.beckon.channels.pubsub.VertxLoop;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/** How answers are told over HTTP: readable by every page, because {@code Origin} is checked here, and kept by no cache. */
final class LongPollResponse {

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Runnable onLost;
    private boolean written;

    /** @param onLost runs if what was written cannot have reached the client */
    LongPollResponse(HttpServerRequest request, Runnable onLost) {
        this.request = request;
        this.onLost = onLost;
        this.response = request.response().putHeader("access-control-allow-origin", "*");
    }

    /** @param patience with a client that is still sending the body of what is answered already */
    void write(Answer answer, VertxLoop loop, Duration patience) {
        if (response.closed() || response.ended()) {
            return;
        }
        written = true; // first, because the exchange may end within the next call
        response.putHeader("content-type", "application/json; charset=utf-8")
                .putHeader("cache-control", "no-store")
                .end(answer.json())
                .onFailure(_ -> onLost.run());
        if (request.version() != HttpVersion.HTTP_2) {
            request.connection().exceptionHandler(_ -> onLost.run()); // until the next answer on this connection
        }
        if (!request.isEnded()) {
            loop.after(patience, this::cut);
        }
    }

    /** What a browser asks before a request with headers of its own (CORS). */
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

    /** The exchange has ended; without an answer, if the client is gone. */
    void over() {
        if (!written) {
            onLost.run();
        }
    }

    boolean isOver() {
        return response.ended();
    }

    /**
     * The rest of a body that was answered before its end is read on and thrown away for a while: a connection closed at
     * once would take the answer from a client that is still sending (RFC 9112 §9.6).
     */
    private void cut() {
        if (!request.isEnded() && !response.reset()) { // which ends a stream of HTTP/2
            request.connection().close();
        }
    }
}
