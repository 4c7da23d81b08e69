package dev.beckon.channels.internal.eventstream;

import dev.beckon.channels.CloseCode;
import dev.beckon.channels.internal.socket.SocketCounts.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a client that gets no stream: a problem (RFC 9457). 503 is for what passes by itself; browsers never
 * repeat the other ones.
 *
 * @param detail what the client should do
 */
record StreamRefusal(int status, String type, String title, String detail, Map<String, String> headers) {

    static final StreamRefusal WRONG_ID = badRequest("Send a Last-Event-ID as it was in an event's id, or leave it out to begin anew.");

    static final StreamRefusal WRONG_METHOD = new StreamRefusal(405, "method-not-allowed", "The method is not allowed here",
            "Use one of the methods in the Allow header.", Map.of("allow", "GET"));

    static final StreamRefusal FAILED = overloaded("Repeat the request after a while; the fault is in our log.");

    /** @param hasToken whether the client sent one */
    static StreamRefusal of(Refusal why, boolean hasToken) {
        return switch (why) {
            case REFUSED, TOKEN -> unauthorized(hasToken);
            case FAILED -> new StreamRefusal(503, "keys-unavailable", "Tokens cannot be verified now",
                    "Repeat the request; the identity provider's keys are not to be had.", retryAfter(5));
            case BLOCKED -> forbidden("This user is blocked.");
            case ORIGIN -> forbidden("Pages of this origin may not connect.");
            case DRAINING -> STOPPING;
            case FULL, CROWD -> overloaded("Repeat the request after a while.");
            case TOO_MANY_OF_ID -> overloaded("Close other connections of this user, then repeat the request.");
            case VERSION, SUBPROTOCOL -> badRequest("Compare the request with its description.");
        };
    }

    /** @param code the connection is closed before the join is answered */
    static StreamRefusal of(CloseCode code) {
        return switch (code) {
            case RESTART -> STOPPING;
            case TOKEN_EXPIRED -> unauthorized(true);
            case IDLE, MALFORMED, TOO_BIG, PROTOCOL_ERROR, NOT_UTF8, INTERNAL_ERROR, DISCONNECTED, SLOW, FLOODING, TOO_MANY_CONNECTIONS ->
                overloaded("Repeat the request after a while: " + code.reason() + ".");
        };
    }

    /** @param reason a channel's, why it refuses the join; {@code null}: it names none */
    static StreamRefusal ofJoin(@Nullable String reason) {
        return switch (reason) {
            case "unauthorized", "forbidden" -> forbidden("Use a token of the user whose events these are.");
            case "busy", "unavailable", "join crashed", "too many joins" -> overloaded("Repeat the request after a while: " + reason + ".");
            case null -> FAILED;
            default -> badRequest("Refused: %s. %s".formatted(reason, WRONG_ID.detail));
        };
    }

    private static final StreamRefusal STOPPING = new StreamRefusal(503, "stopping", "This process is being replaced",
            "Repeat the request: another process answers it.", retryAfter(2));

    private static StreamRefusal unauthorized(boolean hasToken) {
        return new StreamRefusal(401, "unauthorized", "A valid token is required", hasToken
                ? "Get a fresh token: signature, issuer, audience and expiry must all be right, and it needs a subject."
                : "Send a token in the header Authorization: Bearer.",
                Map.of("www-authenticate", hasToken ? "Bearer error=\"invalid_token\"" : "Bearer")); // RFC 6750 §3
    }

    private static StreamRefusal forbidden(String detail) {
        return new StreamRefusal(403, "forbidden", "The token does not allow this", detail, Map.of());
    }

    private static StreamRefusal badRequest(String detail) {
        return new StreamRefusal(400, "bad-request", "The request cannot be understood", detail, Map.of());
    }

    private static StreamRefusal overloaded(String detail) {
        return new StreamRefusal(503, "overloaded", "The service is busy", detail, retryAfter(2));
    }

    private static Map<String, String> retryAfter(int seconds) {
        return Map.of("retry-after", Integer.toString(seconds));
    }

    /** Sets all but the body. */
    Buffer writeHead(HttpServerResponse response) {
        headers.forEach(response::putHeader);
        response.setStatusCode(status).putHeader("content-type", "application/problem+json").putHeader("cache-control", "no-store");
        return new JsonObject().put("type", "/problems/" + type).put("title", title).put("status", status).put("detail", detail).toBuffer();
    }
}
