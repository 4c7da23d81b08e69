package dev.beckon.mention.problems;

import dev.beckon.contracts.Problem;
import java.util.Locale;

/** Every type of problem this service answers with; each is a section of {@code docs/problems.md}. */
public enum ProblemType {
    INVALID_REQUEST(400, "The request is not valid"),
    MALFORMED_JSON(400, "The body is not valid JSON"),
    INVALID_IDEMPOTENCY_KEY(400, "The Idempotency-Key is not valid"),
    BAD_REQUEST(400, "The request cannot be understood"),
    UNAUTHORIZED(401, "A valid token is required"),
    FORBIDDEN(403, "The token does not allow this"),
    NOT_FOUND(404, "There is nothing at this address"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "The answer is only available as JSON"),
    BODY_TOO_SLOW(408, "The body did not come in time"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body must be JSON"),
    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key was used for something else"),
    INTERNAL_ERROR(500, "The service failed"),
    NOT_ACKNOWLEDGED(503, "The mentions were not acknowledged in time"),
    OVERLOADED(503, "The service is busy"),
    STOPPING(503, "This process is being replaced");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The last part of the type's URI, and the anchor of its section. */
    public String anchor() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @param detail what to do about this one occurrence */
    public Problem problem(String detail) {
        return Problem.of(anchor(), title, status, detail);
    }

    int status() {
        return status;
    }
}
