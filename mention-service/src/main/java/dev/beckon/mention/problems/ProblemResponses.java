package dev.beckon.mention.problems;

import dev.beckon.contracts.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** The one place where a problem becomes a response; counts each in {@code beckon.mentions.refused}. */
@ApplicationScoped
class ProblemResponses {

    private static final String PREFIX = "/problems/";

    private final MeterRegistry meters;

    ProblemResponses(MeterRegistry meters) {
        this.meters = meters;
    }

    Response of(ProblemType type, String detail) {
        return of(type.problem(detail), Map.of());
    }

    Response of(Problem problem, Map<String, String> headers) {
        meters.counter("beckon.mentions.refused", "problem", problem.type().getPath().substring(PREFIX.length()))
                .increment();
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        headers.forEach(response::header);
        return response.build();
    }
}
