package dev.beckon.gateway;

import dev.beckon.channels.Node;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Turns not ready when this gateway begins to close its sockets, so that new ones go to other gateways. */
@Readiness
@Singleton
final class DrainCheck implements HealthCheck {

    private final Node node;

    DrainCheck(Node node) {
        this.node = node;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("sockets").status(!node.isDraining()).withData("open", node.openSockets()).build();
    }
}
