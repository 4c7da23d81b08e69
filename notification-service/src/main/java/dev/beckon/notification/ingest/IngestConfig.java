package dev.beckon.notification.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How mentions are stored; how they are read from Kafka is {@code mp.messaging.incoming.mentions.*}. */
@ConfigMapping(prefix = "notification.ingest")
interface IngestConfig {

    /**
     * Notifications after which a statement takes no further record. Larger statements gain little and hold the locks of
     * more inboxes for longer. A record is never divided, so there may be up to 499 more.
     */
    @WithDefault("300")
    @Min(1)
    int rowsPerStatement();

    /**
     * How far a mention's {@code occurredAt} may lie in the future. Never below {@code mention.request.max-ahead}, else what
     * mention-service accepts is set aside here.
     */
    @WithDefault("24h")
    Duration maxAhead();

    /** An attempt without an answer counts as failed and is repeated. Above PostgreSQL's own statement timeout. */
    @WithDefault("30s")
    Duration attemptTimeout();

    /** The first pause in an outage: long enough not to press a server that is starting. */
    @WithDefault("100ms")
    Duration firstBackOff();

    /** The longest pause, so that an outage ends at most this much later for us than for everybody else. */
    @WithDefault("5s")
    Duration maxBackOff();

    /** Share by which pauses differ, so that consumers do not come back in step. */
    @WithDefault("0.5")
    @DecimalMin("0")
    @DecimalMax("1")
    double jitter();

    /**
     * Unread records of which none is read for so long mean that consumption has ended, and the process is not ready. Above
     * the pauses with which Kafka's client comes back after an outage.
     */
    @WithDefault("30s")
    @DurationMin(seconds = 1)
    Duration stoppedAfter();

    /** How often the position behind aborted transactions is committed. Above the second in which offsets are committed. */
    @WithDefault("2s")
    @DurationMin(millis = 100)
    Duration positionInterval();
}
