package dev.beckon.notification.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where records go that can never be stored. */
@ConfigMapping(prefix = "notification.dead-letters")
interface DeadLettersConfig {

    /** The Kafka topic. */
    @WithDefault("mentions-dlq")
    String kafkaTopic();

    /** One attempt at sending; it is repeated until Kafka has the record. Kafka's own two minutes would hide an outage. */
    @WithDefault("10s")
    Duration sendTimeout();
}
