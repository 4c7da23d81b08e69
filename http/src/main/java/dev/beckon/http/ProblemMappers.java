package dev.beckon.http;

import dev.beckon.tokens.KeysUnavailableException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/**
 * Answers exceptions of our code, JAX-RS and Quarkus's security with a problem, and any other exception with 500, logged once.
 * Refusals of a token have the challenges of RFC 6750 §3 and never state what exactly is wrong with it.
 */
@ApplicationScoped // a proxy: mappers are made before there is a configuration
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final int KEYS_RETRY_SECONDS = 5;
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    private final HttpEdgeConfig config;

    ProblemMappers(HttpEdgeConfig config) {
        this.config = config;
    }

    @ServerExceptionMapper
    RestResponse<Problem> refused(ProblemException refusal) {
        RestResponse.ResponseBuilder<Problem> response = RestResponse.ResponseBuilder.<Problem>create(refusal.problem().status())
                .type(Problem.MEDIA_TYPE).entity(refusal.problem());
        refusal.headers().forEach(response::header);
        return response.build();
    }

    @ServerExceptionMapper
    RestResponse<Problem> noToken(UnauthorizedException failure) {
        return challenge(ProblemType.UNAUTHORIZED, "Bearer", "Send a token in the header Authorization: Bearer.");
    }

    @ServerExceptionMapper
    RestResponse<Problem> badToken(AuthenticationFailedException failure) {
        return challenge(ProblemType.UNAUTHORIZED, "Bearer error=\"invalid_token\"",
                "Get a fresh token: signature, issuer, audience and expiry must all be right, and it needs a subject.");
    }

    @ServerExceptionMapper
    RestResponse<Problem> missingRole(ForbiddenException failure, SimpleResourceInfo called) {
        RolesAllowed roles = called.getResourceClass().getAnnotation(RolesAllowed.class);
        return challenge(ProblemType.FORBIDDEN, "Bearer error=\"insufficient_scope\"", roles == null
                ? "Use a token that allows this call."
                : "Use a token whose groups contain %s.".formatted(String.join(" or ", roles.value())));
    }

    /** @param failure of SmallRye's settings: the file of keys is missing */
    @ServerExceptionMapper
    RestResponse<Problem> keysUnavailable(DeploymentException failure) {
        return keysUnavailable();
    }

    @ServerExceptionMapper
    RestResponse<Problem> keysUnavailable(KeysUnavailableException failure) {
        return keysUnavailable();
    }

    @ServerExceptionMapper
    RestResponse<Problem> notFound(NotFoundException failure) {
        return response(ProblemType.NOT_FOUND, "Compare the path with the description at /q/openapi.");
    }

    @ServerExceptionMapper
    RestResponse<Problem> notAllowed(NotAllowedException failure, RoutingContext exchange) {
        String path = Objects.requireNonNull(exchange.request().path()); // not null: the path has matched a resource
        String allowed = config.calls().stream().map(call -> call.split(" "))
                .filter(call -> path.matches(PARAMETER.matcher(call[1]).replaceAll("[^/]+")))
                .map(call -> call[0]).collect(Collectors.joining(", "));
        return refused(new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "Use one of the methods in the Allow header.")
                .with(HttpHeaders.ALLOW, allowed));
    }

    @ServerExceptionMapper
    RestResponse<Problem> notSupported(NotSupportedException failure) {
        return refused(new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the body with Content-Type: application/json.")
                .with("Accept-Post", "application/json"));
    }

    @ServerExceptionMapper
    RestResponse<Problem> notAcceptable(NotAcceptableException failure) {
        return response(ProblemType.NOT_ACCEPTABLE, "Accept the content type that /q/openapi describes, or leave the Accept header out.");
    }

    @ServerExceptionMapper
    RestResponse<Problem> failed(WebApplicationException failure) {
        return failure.getResponse().getStatus() < 500
                ? response(ProblemType.BAD_REQUEST, "Compare the request with the description at /q/openapi.")
                : unforeseen(failure);
    }

    @ServerExceptionMapper
    RestResponse<Problem> unforeseen(Exception failure) {
        LOG.error("A request failed unexpectedly and was answered with 500", failure);
        return response(ProblemType.INTERNAL_ERROR,
                "The fault is ours and is in our log. Repeat the call, with the same Idempotency-Key if it had one.");
    }

    private RestResponse<Problem> keysUnavailable() {
        return refused(new ProblemException(ProblemType.KEYS_UNAVAILABLE,
                "Repeat the call; the identity provider's keys are not to be had.").retryAfter(KEYS_RETRY_SECONDS));
    }

    private RestResponse<Problem> challenge(ProblemType type, String challenge, String detail) {
        return refused(new ProblemException(type, detail).with(HttpHeaders.WWW_AUTHENTICATE, challenge));
    }

    private RestResponse<Problem> response(ProblemType type, String detail) {
        return refused(new ProblemException(type, detail));
    }
}
