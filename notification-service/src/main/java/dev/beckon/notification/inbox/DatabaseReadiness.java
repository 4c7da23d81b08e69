package dev.beckon.notification.inbox;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Without PostgreSQL no call can be answered and no mention stored: not ready, but alive. */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements AsyncHealthCheck {

    private final Pool pool;
    private final DatabaseConfig config;

    DatabaseReadiness(Pool pool, DatabaseConfig config) {
        this.pool = pool;
        this.config = config;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.query("SELECT 1").execute()
                .ifNoItem().after(config.probeTimeout()).fail()
                .map(_ -> HealthCheckResponse.up("PostgreSQL"))
                .onFailure().recoverWithItem(HealthCheckResponse.down("PostgreSQL"));
    }
}
