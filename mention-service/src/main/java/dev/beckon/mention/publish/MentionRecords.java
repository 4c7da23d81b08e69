package dev.beckon.mention.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Source;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Mentions as records: the value is JSON; the key is the mention's id, or {@code id/n} for the n-th of several parts. */
// Written by Jackson, which a native executable has to be told of.
@RegisterForReflection(targets = {MentionCreated.class, Actor.class, Source.class})
@ApplicationScoped
class MentionRecords {

    private final ObjectMapper json;
    private final String kafkaTopic;

    MentionRecords(ObjectMapper json, KafkaConfig config) {
        this.json = json;
        this.kafkaTopic = config.topic();
    }

    /** @param parts of one or more mentions; those of one mention in a row */
    List<ProducerRecord<String, byte[]>> of(List<MentionCreated> parts) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>(parts.size());
        for (int i = 0, n = 0; i < parts.size(); i++) {
            UUID id = parts.get(i).id();
            boolean first = i == 0 || !parts.get(i - 1).id().equals(id);
            boolean last = i == parts.size() - 1 || !parts.get(i + 1).id().equals(id);
            n = first ? 1 : n + 1;
            records.add(new ProducerRecord<>(kafkaTopic, first && last ? id.toString() : id + "/" + n, value(parts.get(i))));
        }
        return records;
    }

    private byte[] value(MentionCreated part) {
        try {
            return json.writeValueAsBytes(part);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a checked mention cannot be written as JSON", e);
        }
    }
}
