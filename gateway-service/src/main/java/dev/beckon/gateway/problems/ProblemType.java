package dev.beckon.gateway.problems;

import dev.beckon.contracts.Problem;
import java.util.Locale;

/** Every type of problem this service answers with; each is a section of {@code docs/problems.md}. */
public enum ProblemType {
    MALFORMED_JSON(400, "The body is not valid JSON"),
    BAD_REQUEST(400, "The request cannot be understood"),
    UNAUTHORIZED(401, "A valid token is required"),
    FORBIDDEN(403, "The token does not allow this"),
    TOPIC_NOT_ALLOWED(403, "Nobody may broadcast to this topic from outside"),
    NOT_FOUND(404, "There is nothing at this address"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "The answer is only available as JSON"),
    BODY_TOO_SLOW(408, "The body did not come in time"),
    TOO_MANY_BLOCKS(409, "No more users can be blocked"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body must be JSON"),
    INTERNAL_ERROR(500, "The service failed"),
    OVERLOADED(503, "Too many requests are waiting"),
    NOT_RECORDED(503, "The change could not be recorded");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** @param detail what to do about this one occurrence */
    public Problem problem(String detail) {
        return Problem.of(name().toLowerCase(Locale.ROOT).replace('_', '-'), title, status, detail);
    }
}
