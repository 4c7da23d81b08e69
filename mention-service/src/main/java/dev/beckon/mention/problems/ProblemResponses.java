package dev.beckon.mention.problems;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.beckon.contracts.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestResponse;

/** The one place where a problem becomes a response; counts each in {@code beckon.mentions.refused}. */
@Startup // its counters are there before the first refusal
@ApplicationScoped
class ProblemResponses {

    private static final String PREFIX = "/problems/";

    private final Map<String, Counter> refused;

    /** All kinds at once, so that those which have not happened yet are 0 and not absent. */
    ProblemResponses(MeterRegistry meters) {
        this.refused = Stream.of(ProblemType.values()).collect(toUnmodifiableMap(ProblemType::anchor,
                type -> Counter.builder("beckon.mentions.refused").description("Calls refused")
                        .tag("problem", type.anchor()).register(meters)));
    }

    RestResponse<Problem> of(ProblemType type, String detail) {
        return of(type.problem(detail), Map.of());
    }

    RestResponse<Problem> of(Problem problem, Map<String, String> headers) {
        refused.get(problem.type().getPath().substring(PREFIX.length())).increment();
        RestResponse.ResponseBuilder<Problem> response = RestResponse.ResponseBuilder.<Problem>create(problem.status())
                .type(Problem.MEDIA_TYPE).entity(problem);
        headers.forEach(response::header);
        return response.build();
    }
}
