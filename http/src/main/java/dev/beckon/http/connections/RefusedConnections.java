package dev.beckon.http.connections;

import dev.beckon.netty.Netty;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** Shows operators how many connections {@link HttpConnectionBounds} have refused. */
@Startup // 0 rather than absent before the first one
@Singleton
final class RefusedConnections {

    RefusedConnections(MeterRegistry meters) {
        FunctionCounter.builder("beckon.http.connections.refused", this, _ -> Netty.refusedConnections())
                .description("Connections closed at once because their address had too many").register(meters);
    }
}
