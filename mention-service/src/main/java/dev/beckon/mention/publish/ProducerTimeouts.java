package dev.beckon.mention.publish;

import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.eclipse.microprofile.config.Config;

/**
 * The producer's time-outs as shares of {@code mention.kafka.deadline}: the producer gives up on a record before the service
 * answers 503, so that a repeated call does not compete with the first.
 */
@ApplicationScoped
class ProducerTimeouts implements ClientCustomizer<Map<String, Object>> {

    private final Duration deadline;

    ProducerTimeouts(KafkaConfig config) {
        this.deadline = config.deadline();
    }

    @Override
    public Map<String, Object> customize(String channel, Config channelConfig, Map<String, Object> client) {
        client.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, share(20));
        client.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, share(40));
        client.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, share(60));
        return client;
    }

    /** Returns a string, because SmallRye casts the value to one. */
    private String share(int percent) {
        return Long.toString(deadline.toMillis() * percent / 100);
    }
}
