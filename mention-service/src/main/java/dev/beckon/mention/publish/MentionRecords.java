package dev.beckon.mention.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Source;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes the records of the lanes' Kafka topic: the key is the lane, by which {@link LanePartitioner} chooses the partition; the value is JSON. */
// Jackson writes these; a native executable keeps only registered classes.
@RegisterForReflection(targets = {MentionCreated.class, Actor.class, Source.class})
@ApplicationScoped
class MentionRecords {

    private final ObjectMapper json;
    private final String kafkaTopic;

    MentionRecords(ObjectMapper json, KafkaConfig config) {
        this.json = json;
        this.kafkaTopic = config.lanesTopic();
    }

    /** @param parts each has recipients of one lane */
    List<ProducerRecord<String, byte[]>> of(List<MentionCreated> parts) {
        return parts.stream()
                .map(part -> new ProducerRecord<>(kafkaTopic, Lane.of(part.recipients().getFirst()).key(), value(part)))
                .toList();
    }

    private byte[] value(MentionCreated part) {
        try {
            return json.writeValueAsBytes(part);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a checked mention cannot be written as JSON", e);
        }
    }
}
