package dev.beckon.notification.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings for storing mentions; {@code mp.messaging.incoming.mentions.*} configures reading them from Kafka. */
@ConfigMapping(prefix = "notification.ingest")
interface IngestConfig {

    /**
     * A statement takes no further record once it has this many notifications. Larger statements gain little and hold the locks
     * of more inboxes for longer. A record is never divided, so there may be up to 499 more.
     */
    @WithDefault("300")
    @Min(1)
    int rowsPerStatement();

    /**
     * If the consumer reads none of the unread records for this time, consumption has ended and the process is not ready. Above
     * the pauses after which Kafka's client resumes when an outage ends.
     */
    @WithDefault("30s")
    @DurationMin(seconds = 1)
    Duration stoppedAfter();
}
