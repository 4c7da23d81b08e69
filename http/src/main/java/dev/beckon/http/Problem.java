package dev.beckon.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;

/**
 * The only error body our services send (RFC 9457).
 *
 * @param type a stable link into {@code docs/problems.md}; clients switch on it, never on the texts
 * @param detail what to do about this one occurrence; never a stack trace or a class name
 * @param errors the fields at fault, if any
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(URI type, String title, int status, String detail, List<FieldError> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** @param pointer JSON Pointer (RFC 6901) into the request body */
    public record FieldError(String pointer, String detail) {}

    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(String name, String title, int status, String detail) {
        return new Problem(URI.create("/problems/" + name), title, status, detail, List.of());
    }

    public static Problem invalidRequest(List<FieldError> errors) {
        return new Problem(URI.create("/problems/invalid-request"), "The request is not valid", 400,
                "Correct the fields listed in errors and send it again.", errors);
    }
}
