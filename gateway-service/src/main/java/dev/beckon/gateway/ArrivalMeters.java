package dev.beckon.gateway;

import dev.beckon.channels.Node;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** Gauges: how many clients wait for admission. */
@Startup
@Singleton
final class ArrivalMeters {

    ArrivalMeters(Node node, MeterRegistry meters) {
        meters.gauge("beckon.upgrades.waiting", node, Node::waitingUpgrades);
        meters.gauge("beckon.upgrades.waiting.max", node, Node::mostWaitingUpgrades);
    }
}
