package dev.beckon.http.connections;

import dev.beckon.http.HttpEdgeConfig;
import dev.beckon.netty.ConnectionBounds;
import io.smallrye.config.SmallRyeConfig;
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
}
