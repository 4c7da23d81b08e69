package dev.beckon.gateway;

import dev.beckon.channels.socket.Sockets;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready from the moment on at which this gateway begins to close its sockets, so that no new ones are sent here. */
@Readiness
@Singleton
final class DrainCheck implements HealthCheck {

    private final Sockets sockets;

    DrainCheck(Sockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("sockets").status(!sockets.isDraining()).withData("open", sockets.count()).build();
    }
}
