package dev.beckon.gateway;

import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Says at the start when messages take the longer way, because Netty's native transport could not be loaded. */
@Startup
@Singleton
final class NativeTransport {

    private static final Logger LOG = Logger.getLogger(NativeTransport.class);

    NativeTransport(Vertx vertx) {
        if (!vertx.isNativeTransportEnabled()) {
            LOG.infof("Without native transport, which costs processor time: %s", vertx.unavailableNativeTransportCause());
        }
    }
}
