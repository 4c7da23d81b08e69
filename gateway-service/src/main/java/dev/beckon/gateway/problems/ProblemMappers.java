package dev.beckon.gateway.problems;

import dev.beckon.contracts.Problem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
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

/** What our code, JAX-RS and Quarkus's security throw, as problems. Anything not foreseen is a 500 and logged, once. */
@Singleton
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    RestResponse<Problem> refused(ProblemException refusal) {
        return response(refusal.problem(), refusal.headers());
    }

    @ServerExceptionMapper
    RestResponse<Problem> noToken(UnauthorizedException failure) {
        return unauthorized("Bearer", "Send a token in the header Authorization: Bearer.");
    }

    @ServerExceptionMapper
    RestResponse<Problem> badToken(AuthenticationFailedException failure) {
        return unauthorized("Bearer error=\"invalid_token\"",
                "Get a fresh token: signature, issuer, audience and expiry must all be right.");
    }

    @ServerExceptionMapper
    RestResponse<Problem> missingRole(ForbiddenException failure) {
        return response(ProblemType.FORBIDDEN.problem(
                        "Use a token whose groups contain the role of this call: broadcast, presence:read or admin."),
                Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\""));
    }

    @ServerExceptionMapper
    RestResponse<Problem> notFound(NotFoundException failure) {
        return response(ProblemType.NOT_FOUND, "Compare the path with the description at /q/openapi.");
    }

    @ServerExceptionMapper
    RestResponse<Problem> notAllowed(NotAllowedException failure) {
        String allowed = Objects.requireNonNullElse(failure.getResponse().getHeaderString(HttpHeaders.ALLOW), "");
        return response(ProblemType.METHOD_NOT_ALLOWED.problem("Use one of the methods in the Allow header."),
                Map.of(HttpHeaders.ALLOW, allowed));
    }

    @ServerExceptionMapper
    RestResponse<Problem> notSupported(NotSupportedException failure) {
        return response(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the body with Content-Type: application/json.");
    }

    @ServerExceptionMapper
    RestResponse<Problem> notAcceptable(NotAcceptableException failure) {
        return response(ProblemType.NOT_ACCEPTABLE, "Accept application/json, or leave the Accept header out.");
    }

    @ServerExceptionMapper
    RestResponse<Problem> failed(WebApplicationException failure) {
        return failure.getResponse().getStatus() < 500
                ? response(ProblemType.BAD_REQUEST, "Compare the request with the description at /q/openapi.")
                : unforeseen(failure);
    }

    @ServerExceptionMapper
    RestResponse<Problem> unforeseen(Exception failure) {
        LOG.error("A request failed unexpectedly", failure);
        return response(ProblemType.INTERNAL_ERROR, "The fault is ours and is in our log. Every call can be repeated.");
    }

    private static RestResponse<Problem> unauthorized(String challenge, String detail) {
        return response(ProblemType.UNAUTHORIZED.problem(detail), Map.of(HttpHeaders.WWW_AUTHENTICATE, challenge));
    }

    private static RestResponse<Problem> response(ProblemType type, String detail) {
        return response(type.problem(detail), Map.of());
    }

    private static RestResponse<Problem> response(Problem problem, Map<String, String> headers) {
        RestResponse.ResponseBuilder<Problem> response = RestResponse.ResponseBuilder.<Problem>create(problem.status())
                .type(Problem.MEDIA_TYPE).entity(problem);
        headers.forEach(response::header);
        return response.build();
    }
}
