package dev.beckon.http;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Every type of problem in a service's answers. Each one is a section of {@code docs/problems.md}. */
public enum ProblemType {

    INVALID_REQUEST(400, "The request is not valid"),

    MALFORMED_JSON(400, "The body is not valid JSON"),

    BAD_REQUEST(400, "The request cannot be understood"),

    UNAUTHORIZED(401, "A valid token is required"),

    FORBIDDEN(403, "The token does not allow this"),

    NOT_FOUND(404, "There is nothing at this address"),

    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),

    NOT_ACCEPTABLE(406, "The answer is only available as JSON"),

    BODY_TOO_SLOW(408, "The body did not come in time"),

    BODY_TOO_LARGE(413, "The body is too large"),

    UNSUPPORTED_MEDIA_TYPE(415, "The body must be JSON"),

    TOO_MANY_BODIES(429, "Too many bodies are unfinished"),

    INTERNAL_ERROR(500, "The service failed"),

    OVERLOADED(503, "The service is busy"),

    STOPPING(503, "This process is being replaced"),

    KEYS_UNAVAILABLE(503, "Tokens cannot be verified now"),

    INVALID_IDEMPOTENCY_KEY(400, "The Idempotency-Key is not valid"),

    TOPIC_NOT_ALLOWED(403, "Nobody may broadcast to this topic from outside"),

    TOO_MANY_BLOCKS(409, "No more users can be blocked"),

    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key was used for something else"),

    NOT_ACKNOWLEDGED(503, "The mentions were not acknowledged in time"),

    NOT_PUBLISHED(503, "The message did not surely reach the other gateways"),

    NOT_RECORDED(503, "The change could not be recorded"),

    UNAVAILABLE(503, "The inboxes cannot be reached just now"),

    PRESENCE_UNKNOWN(503, "Who is online is not known just now");

    /** The types that this module itself, and so every service, answers with. */
    public static final Set<ProblemType> OF_EVERY_SERVICE = Collections
            .unmodifiableSet(EnumSet.range(INVALID_REQUEST, KEYS_UNAVAILABLE));

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The last part of the type's URI, and the heading of its section. */
    public String anchor() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public int status() {
        return status;
    }

    /** @param detail what the caller should do about this one occurrence */
    public Problem problem(String detail) {
        return Problem.of(anchor(), title, status, detail);
    }
}
