package dev.beckon.gateway;

import dev.beckon.channels.ChannelsMeters;
import dev.beckon.channels.Node;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The meters of this gateway's connections: those of the channels library, and how many clients wait for admission. */
@Singleton
final class GatewayMeters {

    @Produces
    @Singleton
    MeterBinder connections(Node node) {
        MeterBinder channels = new ChannelsMeters(node);
        return meters -> {
            channels.bindTo(meters);
            meters.gauge("beckon.upgrades.waiting", node, Node::waitingUpgrades);
            meters.gauge("beckon.upgrades.waiting.max", node, Node::mostWaitingUpgrades);
        };
    }

    /**
     * Switches off Quarkus's two timers per connection, one for TCP and one for the WebSocket. They cost 300 bytes a connection
     * and an entry in two sorted maps, and {@code channels_sockets} shows the same.
     */
    @Produces
    @Singleton
    static MeterFilter withoutConnectionTimers() {
        return MeterFilter.deny(id -> id.getType() == Meter.Type.LONG_TASK_TIMER && id.getName().startsWith("http.server."));
    }
}
