package dev.beckon.gateway;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.inject.Singleton;

/**
 * Leaves out Quarkus's timers of each connection for as long as it lasts, one of TCP and one of the WebSocket: 300 bytes each
 * connection and a place in two sorted maps, for what {@code channels_sockets} tells, too.
 */
@Singleton
final class ConnectionTimers implements MeterFilter {

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getType() == Meter.Type.LONG_TASK_TIMER && id.getName().startsWith("http.server.")
                ? MeterFilterReply.DENY
                : MeterFilterReply.NEUTRAL;
    }
}
