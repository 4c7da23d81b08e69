package dev.beckon.mention.request;

import dev.beckon.contracts.Problem.FieldError;
import dev.beckon.http.QueryNames;
import dev.beckon.mention.problems.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/** Refuses a query with names that the call does not have: {@code dryRun=true} must not be taken for the real thing. */
class Queries {

    /** By the name of the resource's method; the others have none. */
    private static final Map<String, Set<String>> KNOWN = Map.of();

    @ServerRequestFilter
    void check(ContainerRequestContext request, SimpleResourceInfo called) {
        List<FieldError> errors = QueryNames.unknown(request.getUriInfo().getRequestUri().getRawQuery(),
                KNOWN.getOrDefault(called.getMethodName(), Set.of()));
        if (!errors.isEmpty()) {
            throw ProblemException.invalidRequest(errors);
        }
    }
}
