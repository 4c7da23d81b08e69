package dev.beckon.mention.publish;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Names in Kafka, and how long a call waits for it. The producer's own time-outs follow from the deadline, see {@link ProducerTimeouts}. */
@ConfigMapping(prefix = "mention.kafka")
public interface KafkaConfig {

    /** The public Kafka topic: product teams that write records themselves depend on this name. The router reads it. */
    @WithDefault("mentions")
    @NotBlank
    String topic();

    /** The Kafka topic of the lanes, which this service writes and notification-service reads. */
    @WithDefault("mentions-by-lane")
    @NotBlank
    String lanesTopic();

    /** The router's consumer group. Two installations on one Kafka cluster need two. */
    @WithDefault("mention-router")
    @NotBlank
    String routerGroup();

    /**
     * A call gets 503 if Kafka has not acknowledged by then. Long enough for a broker to fail over, shorter than callers'
     * time-outs.
     */
    @WithDefault("5s")
    @DurationMin(millis = 500)
    @DurationMax(seconds = 60)
    Duration deadline();
}
