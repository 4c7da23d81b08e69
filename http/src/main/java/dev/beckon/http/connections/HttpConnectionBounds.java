package dev.beckon.http.connections;

import dev.beckon.http.HttpEdgeConfig;
import dev.beckon.netty.ConnectionBounds;
import dev.beckon.netty.Netty;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.config.SmallRyeConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/** Takes the bounds on connections from {@link HttpEdgeConfig}. Vert.x makes the instance, before there are beans. */
public final class HttpConnectionBounds extends ConnectionBounds {

    // From the opening of a connection to the end of its first request's head. TLS's handshake over a bad line takes a second.
    private static final Duration HEAD_DEADLINE = Duration.ofSeconds(10);

    @Override
    protected Limits limits() {
        HttpEdgeConfig edge = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(HttpEdgeConfig.class);
        return new Limits(edge.maxConnectionsPerAddress(), HEAD_DEADLINE);
    }

    /** Shows operators how many connections were refused. */
    @Startup // 0 rather than absent before the first one
    @Singleton
    static final class RefusedConnections {

        RefusedConnections(MeterRegistry meters) {
            FunctionCounter.builder("beckon.http.connections.refused", this, _ -> Netty.refusedConnections())
                    .description("Connections closed at once because their address had too many").register(meters);
        }
    }
}
