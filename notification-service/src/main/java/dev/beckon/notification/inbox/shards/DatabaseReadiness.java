package dev.beckon.notification.inbox.shards;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready, but alive, while PostgreSQL is away: without it the service can neither answer calls nor store mentions. Of several
 * servers one is enough: unready processes would stop the lanes of the others, too.
 */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements AsyncHealthCheck {

    /** Below the usual probe timeouts. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Shards shards;

    DatabaseReadiness(Shards shards) {
        this.shards = shards;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        if (shards.all().size() > 1) {
            return Uni.createFrom().item(ofSeveral());
        }
        return shards.all().getFirst().withPool(pool -> pool.query("SELECT 1").execute())
                .ifNoItem().after(TIMEOUT).fail()
                .map(_ -> HealthCheckResponse.up("PostgreSQL"))
                .onFailure().recoverWithItem(HealthCheckResponse.down("PostgreSQL"));
    }

    private HealthCheckResponse ofSeveral() {
        List<String> away = shards.all().stream().filter(Shard::isAway).map(Shard::name).toList();
        return HealthCheckResponse.named("PostgreSQL")
                .status(away.size() < shards.all().size())
                .withData("away", String.join(", ", away))
                .build();
    }
}
