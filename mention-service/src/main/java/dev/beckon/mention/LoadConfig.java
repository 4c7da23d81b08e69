package dev.beckon.mention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** What happens when more is asked than can be done. */
@ConfigMapping(prefix = "mention.load")
interface LoadConfig {

    /** Requests under way, bodies being read and calls waiting for Kafka; the next gets 503. All with the largest body: 256 MB. */
    @WithDefault("256")
    @Min(1)
    @Max(100_000)
    int maxInFlight();

    /** When a call that got 503 should be repeated. A broker's failover takes a few seconds. */
    @WithDefault("2s")
    @DurationMin(seconds = 1)
    Duration retryAfter();
}
