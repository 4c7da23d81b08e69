package dev.beckon.http.connections;

import dev.beckon.http.HttpEdgeConfig;
import dev.beckon.netty.ConnectionBounds;
import io.smallrye.config.SmallRyeConfig;
import org.eclipse.microprofile.config.ConfigProvider;

/** Takes the bounds on connections from {@link HttpEdgeConfig}. Vert.x makes the instance, before there are beans. */
public final class HttpConnectionBounds extends ConnectionBounds {

    @Override
    protected Limits limits() {
        HttpEdgeConfig edge = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(HttpEdgeConfig.class);
        return new Limits(edge.maxConnectionsPerAddress(), edge.headDeadline());
    }
}
