package dev.beckon.gateway;

import dev.beckon.channels.socket.Sockets;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** Shows how many clients wait to be let in. */
@Startup
@Singleton
final class ArrivalMeters {

    ArrivalMeters(Sockets sockets, MeterRegistry meters) {
        meters.gauge("beckon.upgrades.waiting", sockets, Sockets::waiting);
        meters.gauge("beckon.upgrades.waiting.max", sockets, Sockets::mostWaiting);
    }
}
