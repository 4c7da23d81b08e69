package dev.beckon.mention.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.contracts.AccessRevoked;
import dev.beckon.contracts.DeadLetterHeaders;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.MentionRetracted;
import dev.beckon.http.InvalidJsonException;
import dev.beckon.http.JsonBinder;
import dev.beckon.mention.publish.KafkaConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import jakarta.validation.groups.Default;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Divides a record of the public Kafka topic by the lanes of its recipients, or, if it is a revision or a retraction, makes one for
 * every lane, since any may have recipients of an earlier one. Lost access goes to its user's lane. Time and headers stay, so that delays are measured from the original
 * record and traces go on. A record that is no valid mention stays whole, with headers that name its origin:
 * notification-service makes the dead letter.
 */
@ApplicationScoped
class LaneRecords {

    private static final Logger LOG = Logger.getLogger(LaneRecords.class);
    private static final byte[] NOTHING = {};

    private final JsonBinder binder;
    private final ObjectMapper json;
    private final String kafkaTopic;
    private final EventRecords events;

    LaneRecords(Validator validator, ObjectMapper json, KafkaConfig config) {
        this.binder = JsonBinder.tolerant(validator);
        this.json = json;
        this.kafkaTopic = config.lanesTopic();
        this.events = new EventRecords(json);
    }

    /**
     * What became of one record of the public Kafka topic.
     *
     * @param mention its id; {@code null}: it is about no single mention, or no valid one
     * @param parts one record for each lane that has recipients, or for each lane
     */
    record Divided(@Nullable UUID mention, List<ProducerRecord<byte[], byte[]>> parts) {}

    Divided of(ConsumerRecord<byte[], byte[]> written) {
        ConsumerRecord<byte[], byte[]> record = events.identified(written);
        try {
            String type = type(record);
            if (MentionRetracted.TYPE.equals(type)) {
                UUID id = retraction(record).id();
                log(id, record);
                return new Divided(id, Lane.ALL.stream().map(lane -> to(lane, record, record.value())).toList());
            }
            if (AccessRevoked.TYPE.equals(type)) {
                return new Divided(null, List.of(to(Lane.of(revoked(record).user()), record, record.value())));
            }
            MentionCreated mention = mention(record);
            log(mention.id(), record);
            return new Divided(mention.id(), parts(record, mention));
        } catch (InvalidJsonException e) {
            return new Divided(null, List.of(whole(written)));
        } catch (IOException | RuntimeException e) { // a bug; notification-service reads the record once more
            LOG.errorf(e, "Record %s-%d@%d cannot be read here; notification-service stores it or sets it aside",
                    record.topic(), record.partition(), record.offset());
            return new Divided(null, List.of(whole(written)));
        }
    }

    private List<ProducerRecord<byte[], byte[]>> parts(ConsumerRecord<byte[], byte[]> record, MentionCreated mention)
            throws IOException {
        SequencedMap<Lane, List<String>> lanes = Lane.divide(mention.recipients());
        if (mention.revision() != null) {
            return revised(record, lanes, retraction(mention.id(), mention.revision()));
        }
        return lanes.size() == 1
                ? List.of(to(lanes.firstEntry().getKey(), record, record.value()))
                : divided(record, lanes);
    }

    /** What is left of a record that is too large for Kafka with more headers: they locate it. */
    ProducerRecord<byte[], byte[]> truncated(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = new RecordHeaders().add(DeadLetterHeaders.TRUNCATED, bytes("true"));
        return record(null, null, record, origin(headers, record));
    }

    /** @return {@code null}: a mention */
    private static @Nullable String type(ConsumerRecord<byte[], byte[]> record) {
        Header type = record.headers().lastHeader(MentionRetracted.TYPE_HEADER);
        return type == null ? null : text(type.value());
    }

    private static void log(UUID id, ConsumerRecord<byte[], byte[]> record) {
        if (LOG.isDebugEnabled()) {
            LOG.debugf("Mention %s: record %s-%d@%d goes to its lanes", id, record.topic(), record.partition(), record.offset());
        }
    }

    private MentionRetracted retraction(ConsumerRecord<byte[], byte[]> record) throws InvalidJsonException {
        return binder.object(value(record), MentionRetracted.class, Default.class, now(record));
    }

    private AccessRevoked revoked(ConsumerRecord<byte[], byte[]> record) throws InvalidJsonException {
        return binder.object(value(record), AccessRevoked.class, Default.class, now(record));
    }

    private MentionCreated mention(ConsumerRecord<byte[], byte[]> record) throws InvalidJsonException {
        return binder.object(value(record), MentionCreated.class, MentionCreated.Recorded.class, now(record)).normalized();
    }

    private static byte[] value(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null ? NOTHING : record.value();
    }

    private static Instant now(ConsumerRecord<byte[], byte[]> record) {
        Instant now = Instant.now();
        Instant written = Instant.ofEpochMilli(record.timestamp());
        return written.isAfter(now) ? written : now;
    }

    /** Copies the document, not the fields that this release knows: a later release may have written more. */
    private List<ProducerRecord<byte[], byte[]>> divided(
            ConsumerRecord<byte[], byte[]> record, SequencedMap<Lane, List<String>> lanes) throws IOException {
        ObjectNode document = (ObjectNode) json.readTree(record.value());
        List<ProducerRecord<byte[], byte[]>> divided = new ArrayList<>(lanes.size());
        for (var lane : lanes.entrySet()) {
            ArrayNode recipients = document.putArray("recipients");
            lane.getValue().forEach(recipients::add);
            divided.add(to(lane.getKey(), record, bytes(document)));
        }
        return divided;
    }

    private List<ProducerRecord<byte[], byte[]>> revised(
            ConsumerRecord<byte[], byte[]> record, SequencedMap<Lane, List<String>> lanes, byte[] retraction) throws IOException {
        List<ProducerRecord<byte[], byte[]>> revised = divided(record, lanes);
        Lane.ALL.stream().filter(lane -> !lanes.containsKey(lane)).map(lane -> to(lane, record, retraction))
                .forEach(rest -> {
                    rest.headers().remove(MentionRetracted.TYPE_HEADER)
                            .add(MentionRetracted.TYPE_HEADER, bytes(MentionRetracted.TYPE));
                    revised.add(rest);
                });
        return revised;
    }

    private byte[] retraction(UUID id, long revision) throws JsonProcessingException {
        return bytes(json.createObjectNode().put("id", id.toString()).put("revision", revision));
    }

    private byte[] bytes(JsonNode document) throws JsonProcessingException {
        return json.writeValueAsBytes(document);
    }

    private ProducerRecord<byte[], byte[]> to(Lane lane, ConsumerRecord<byte[], byte[]> record, byte[] value) {
        return record(bytes(lane.key()), value, record, headers(record));
    }

    private ProducerRecord<byte[], byte[]> whole(ConsumerRecord<byte[], byte[]> record) {
        return record(record.key(), record.value(), record, origin(headers(record), record));
    }

    private ProducerRecord<byte[], byte[]> record(
            byte @Nullable [] key, byte @Nullable [] value, ConsumerRecord<byte[], byte[]> record, Headers headers) {
        Long time = record.timestamp() < 0 ? null : record.timestamp();
        return new ProducerRecord<>(kafkaTopic, null, time, key, value, headers); // LanePartitioner chooses the partition
    }

    /** Without those that only this service may set: with them any writer could forge the origin of a dead letter. */
    private static Headers headers(ConsumerRecord<byte[], byte[]> record) {
        Headers kept = new RecordHeaders();
        for (Header header : record.headers()) {
            if (!header.key().startsWith(DeadLetterHeaders.PREFIX)) {
                kept.add(header);
            }
        }
        return kept;
    }

    private static Headers origin(Headers headers, ConsumerRecord<byte[], byte[]> record) {
        return headers.add(DeadLetterHeaders.TOPIC, bytes(record.topic()))
                .add(DeadLetterHeaders.PARTITION, bytes(Integer.toString(record.partition())))
                .add(DeadLetterHeaders.OFFSET, bytes(Long.toString(record.offset())))
                .add(DeadLetterHeaders.TIMESTAMP, bytes(Long.toString(record.timestamp())));
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
