package dev.beckon.mention.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.beckon.contracts.Lane;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the partition of a lane's record: the lane's number modulo the number of partitions, so that lanes are spread evenly.
 * Kafka's own partitioner would put many lanes on one partition and none on others. A record with another key, which the router
 * could not read, goes to the lane that its key would have if it were a recipient.
 */
@RegisterForReflection // Kafka's client creates it by name
public final class LanePartitioner implements Partitioner {

    @Override
    public int partition(String topic, @Nullable Object key, byte @Nullable [] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
        String text = keyBytes == null ? "" : new String(keyBytes, UTF_8);
        Lane lane = Lane.ofKey(text);
        return (lane == null ? Lane.of(text) : lane).number() % cluster.partitionCountForTopic(topic);
    }

    @Override
    public void configure(Map<String, ?> settings) {
        // no settings
    }

    @Override
    public void close() {
        // nothing to close
    }
}
