package dev.beckon.examples.training.session;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/**
 * The body of a refused request (RFC 9457).
 *
 * @param detail what to do about it
 */
@RegisterForReflection
record Problem(String type, String title, int status, String detail) {

    static WebApplicationException badRequest(String detail) {
        return exception(Status.BAD_REQUEST, detail);
    }

    static WebApplicationException notFound(String detail) {
        return exception(Status.NOT_FOUND, detail);
    }

    private static WebApplicationException exception(Status status, String detail) {
        return new WebApplicationException(Response.status(status)
                .type("application/problem+json")
                .entity(new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail))
                .build());
    }
}
