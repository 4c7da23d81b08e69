package dev.beckon.mention.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.AccessRevoked;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.MentionRetracted;
import dev.beckon.contracts.Source;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes the records of the lanes' Kafka topic: the key is the lane, by which {@link LanePartitioner} chooses the partition; the value is JSON. */
// Jackson writes these; a native executable keeps only registered classes.
@RegisterForReflection(targets = {MentionCreated.class, MentionRetracted.class, AccessRevoked.class, Actor.class, Source.class,
        Source.Key.class})
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
        return parts.stream().map(part -> record(lane(part), part)).toList();
    }

    /**
     * A record for every lane, since any may have recipients of an earlier revision.
     *
     * @param parts at most one for each lane
     */
    List<ProducerRecord<String, byte[]>> of(UUID id, long revision, List<MentionCreated> parts) {
        Map<Lane, MentionCreated> named = parts.stream().collect(Collectors.toMap(MentionRecords::lane, Function.identity()));
        MentionRetracted rest = new MentionRetracted(id, revision);
        return Lane.ALL.stream().map(lane -> {
            MentionCreated part = named.get(lane);
            return part == null ? record(lane, rest) : record(lane, part);
        }).toList();
    }

    /** The record of the user's lane. */
    ProducerRecord<String, byte[]> of(AccessRevoked revoked) {
        return typed(Lane.of(revoked.user()), AccessRevoked.TYPE, value(revoked));
    }

    private static Lane lane(MentionCreated part) {
        return Lane.of(part.recipients().getFirst());
    }

    private ProducerRecord<String, byte[]> record(Lane lane, MentionCreated part) {
        return new ProducerRecord<>(kafkaTopic, lane.key(), value(part));
    }

    private ProducerRecord<String, byte[]> record(Lane lane, MentionRetracted rest) {
        return typed(lane, MentionRetracted.TYPE, value(rest));
    }

    private ProducerRecord<String, byte[]> typed(Lane lane, String type, byte[] value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(kafkaTopic, lane.key(), value);
        record.headers().add(MentionRetracted.TYPE_HEADER, type.getBytes(UTF_8));
        return record;
    }

    private byte[] value(MentionCreated part) {
        try {
            return json.writeValueAsBytes(part);
        } catch (JsonProcessingException e) {
            throw unwritable(e);
        }
    }

    private byte[] value(MentionRetracted rest) {
        try {
            return json.writeValueAsBytes(rest);
        } catch (JsonProcessingException e) {
            throw unwritable(e);
        }
    }

    private byte[] value(AccessRevoked revoked) {
        try {
            return json.writeValueAsBytes(revoked);
        } catch (JsonProcessingException e) {
            throw unwritable(e);
        }
    }

    private static IllegalArgumentException unwritable(JsonProcessingException cause) {
        return new IllegalArgumentException("a checked mention cannot be written as JSON", cause);
    }
}
