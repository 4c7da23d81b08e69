package dev.beckon.examples.protocollab;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.Response;

/**
 * The body of a refused request (RFC 9457).
 *
 * @param detail what to do about it
 */
@RegisterForReflection
record Problem(String type, String title, int status, String detail) {

    static BadRequestException badRequest(String detail) {
        return new BadRequestException(Response.status(Response.Status.BAD_REQUEST)
                .type("application/problem+json")
                .entity(new Problem("about:blank", "Bad Request", 400, detail))
                .build());
    }
}
