package dev.beckon.mention.problems;

import dev.beckon.contracts.Problem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Refusals of a token, with the challenges of RFC 6750 §3. What exactly is wrong with a token is nobody's business. */
@Singleton
class SecurityMappers {

    private final ProblemResponses responses;

    SecurityMappers(ProblemResponses responses) {
        this.responses = responses;
    }

    @ServerExceptionMapper
    RestResponse<Problem> noToken(UnauthorizedException failure) {
        return unauthorized("Bearer", "Send a token in the header Authorization: Bearer.");
    }

    @ServerExceptionMapper
    RestResponse<Problem> badToken(AuthenticationFailedException failure) {
        return unauthorized(
                "Bearer error=\"invalid_token\"",
                "Get a fresh token: signature, issuer, audience and expiry must all be right, and it needs a subject.");
    }

    @ServerExceptionMapper
    RestResponse<Problem> missingRole(ForbiddenException failure) {
        return responses.of(
                ProblemType.FORBIDDEN.problem("Use a token whose groups contain mentions:write."),
                Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\""));
    }

    private RestResponse<Problem> unauthorized(String challenge, String detail) {
        return responses.of(
                ProblemType.UNAUTHORIZED.problem(detail), Map.of(HttpHeaders.WWW_AUTHENTICATE, challenge));
    }
}
