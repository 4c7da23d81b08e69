package dev.beckon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConnectionTimersTest {

    private final MeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void a_connection_is_not_timed_but_a_request_is() {
        meters.config().meterFilter(GatewayMeters.withoutConnectionTimers());

        LongTaskTimer.builder("http.server.websocket.connections").register(meters).start();
        meters.timer("http.server.requests");
        LongTaskTimer.builder("others").register(meters);

        assertThat(meters.getMeters()).extracting(Meter::getId).extracting(Meter.Id::getName)
                .containsExactlyInAnyOrder("http.server.requests", "others");
    }
}
