package dev.beckon.notification.inbox;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Repeats what PostgreSQL refused because a column's type has changed since the statement was prepared. Each connection has
 * prepared statements of its own, and drops the one that was refused, so after one attempt a connection none is stale.
 */
@ApplicationScoped
class StaleStatements {

    private final int connections;

    StaleStatements(@ConfigProperty(name = "quarkus.datasource.reactive.max-size") int connections) {
        this.connections = connections;
    }

    /** @param call a whole transaction, which PostgreSQL has rolled back if it fails */
    <T> Uni<T> repeat(Uni<T> call) {
        return call.onFailure(DatabaseFailure::isStaleStatement).retry().atMost(connections);
    }
}
