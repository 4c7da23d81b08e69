package dev.beckon.gateway;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.inject.Singleton;

/**
 * Switches off Quarkus's two timers per connection, one for TCP and one for the WebSocket. They cost 300 bytes a connection and
 * an entry in two sorted maps, and {@code channels_sockets} shows the same.
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
