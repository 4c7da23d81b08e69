package dev.beckon.mention;

import dev.beckon.http.Admission;
import dev.beckon.http.Problem;
import dev.beckon.http.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Counts accepted mentions and records of lost access, refused calls by their problem, and calls under way. */
@Startup // registers its meters before the first call
@ApplicationScoped
class CallMeters {

    private static final Set<ProblemType> OWN = EnumSet.of(ProblemType.INVALID_IDEMPOTENCY_KEY, ProblemType.IDEMPOTENCY_KEY_REUSED,
            ProblemType.NOT_ACKNOWLEDGED, ProblemType.UNAVAILABLE);

    private final Counter accepted;
    private final Counter revoked;
    private final Map<String, Counter> refused;

    /** Registers all counters at once, so that a problem which has not happened yet is 0 and not absent. */
    CallMeters(Admission admission, MeterRegistry meters) {
        this.accepted = Counter.builder("beckon.mentions.accepted")
                .description("Mentions that Kafka has acknowledged")
                .register(meters);
        this.revoked = Counter.builder("beckon.access.revoked")
                .description("Records of lost access that Kafka has acknowledged")
                .register(meters);
        Set<ProblemType> types = EnumSet.copyOf(ProblemType.OF_EVERY_SERVICE);
        types.addAll(OWN);
        this.refused = types.stream().collect(Collectors.toUnmodifiableMap(type -> type.problem("").type().toString(),
                type -> Counter.builder("beckon.mentions.refused").description("Calls refused")
                        .tag("problem", type.anchor()).register(meters)));
        Gauge.builder("beckon.mentions.in.flight", admission, Admission::underWay)
                .description("Requests under way")
                .register(meters);
    }

    void accepted(int mentions) {
        accepted.increment(mentions);
    }

    void revoked() {
        revoked.increment();
    }

    @ServerResponseFilter
    void count(ContainerResponseContext response) {
        Counter counter = response.getEntity() instanceof Problem problem ? refused.get(problem.type().toString()) : null;
        if (counter != null) {
            counter.increment();
        }
    }
}
