package dev.beckon.mention.problems;

import dev.beckon.contracts.Problem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What our code and JAX-RS throw, as problems. Anything not foreseen is a 500 and logged here, once. */
@Singleton
class RefusalMappers {

    private static final Logger LOG = Logger.getLogger(RefusalMappers.class);

    private final ProblemResponses responses;

    RefusalMappers(ProblemResponses responses) {
        this.responses = responses;
    }

    @ServerExceptionMapper
    RestResponse<Problem> refused(ProblemException refusal) {
        return responses.of(refusal.problem(), refusal.headers());
    }

    @ServerExceptionMapper
    RestResponse<Problem> notFound(NotFoundException failure) {
        return responses.of(ProblemType.NOT_FOUND, "Check the path; mentions are posted to /mentions.");
    }

    @ServerExceptionMapper
    RestResponse<Problem> notAllowed(NotAllowedException failure) {
        String allowed = Objects.requireNonNullElse(failure.getResponse().getHeaderString(HttpHeaders.ALLOW), "POST");
        return responses.of(
                ProblemType.METHOD_NOT_ALLOWED.problem("Use one of the methods in the Allow header."),
                Map.of(HttpHeaders.ALLOW, allowed));
    }

    @ServerExceptionMapper
    RestResponse<Problem> notSupported(NotSupportedException failure) {
        return responses.of(
                ProblemType.UNSUPPORTED_MEDIA_TYPE.problem("Send the body with Content-Type: application/json."),
                Map.of("Accept-Post", "application/json"));
    }

    @ServerExceptionMapper
    RestResponse<Problem> notAcceptable(NotAcceptableException failure) {
        return responses.of(ProblemType.NOT_ACCEPTABLE, "Accept application/json, or leave the Accept header out.");
    }

    @ServerExceptionMapper
    RestResponse<Problem> failed(WebApplicationException failure) {
        return failure.getResponse().getStatus() < 500
                ? responses.of(ProblemType.BAD_REQUEST, "Compare the request with the description at /q/openapi.")
                : unforeseen(failure);
    }

    @ServerExceptionMapper
    RestResponse<Problem> unforeseen(Exception failure) {
        LOG.error("A request failed unexpectedly", failure);
        return responses.of(
                ProblemType.INTERNAL_ERROR,
                "The fault is ours and is in our log. Mentions may have been accepted or not:"
                        + " repeat the request with the Idempotency-Key it had.");
    }
}
