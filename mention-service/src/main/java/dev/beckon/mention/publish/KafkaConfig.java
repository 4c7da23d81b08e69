package dev.beckon.mention.publish;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long anybody waits for Kafka. The producer's own time-outs follow from the deadline, see {@link ProducerTimeouts}. */
@ConfigMapping(prefix = "mention.kafka")
public interface KafkaConfig {

    /** The Kafka topic. Consumers and product teams that write it themselves know it by this name. */
    @WithDefault("mentions")
    @NotBlank
    String topic();

    /** From the call to 503 if Kafka has not acknowledged. Long enough for a broker to fail over, short of callers' time-outs. */
    @WithDefault("5s")
    @DurationMin(millis = 500)
    @DurationMax(seconds = 60)
    Duration deadline();

    /** How long the readiness probe waits for Kafka: below the one second that Kubernetes waits for the probe. */
    @WithDefault("500ms")
    @DurationMin(millis = 50)
    Duration readinessTimeout();
}
