package dev.beckon.mention.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.rules.MentionKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Mentions in the binary mode of CloudEvents (Kafka protocol binding 1.0.2, §3.2): the value is the mention, and headers are the
 * event's attributes. They identify it where the value has no id.
 */
final class EventRecords {

    /** Of {@code POST /mentions}, too. */
    private static final String TYPE = "dev.beckon.mention.v1";

    /** Apart from callers of {@code POST /mentions}: a source is what a producer calls itself. */
    private static final String SUBJECT = "cloudevents:";

    private final ObjectMapper json;

    EventRecords(ObjectMapper json) {
        this.json = json;
    }

    /** The record with the id that follows from source and id of its event; itself if it has an id or is no such event. */
    ConsumerRecord<byte[], byte[]> identified(ConsumerRecord<byte[], byte[]> record) {
        if (!TYPE.equals(header(record, "ce_type")) || !lacksId(record.value())) {
            return record;
        }
        String source = header(record, "ce_source");
        String id = header(record, "ce_id");
        if (source.isEmpty() || id.isEmpty() || source.contains("\n")) {
            return record; // is refused for its lack of an id
        }
        byte[] value = withId(record.value(), new MentionKey(SUBJECT + source, id).id());
        return new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), record.timestamp(), record.timestampType(),
                record.serializedKeySize(), value.length, record.key(), value, record.headers(), record.leaderEpoch());
    }

    private boolean lacksId(byte @Nullable [] value) {
        try {
            JsonNode document = value == null ? null : json.readTree(value);
            return document != null && document.isObject() && !document.isEmpty() && !document.has("id");
        } catch (IOException e) {
            return false; // is refused by those who read it next
        }
    }

    /** Inserts text, so that all else stays as it was written: a duplicate field is still refused. */
    private static byte[] withId(byte[] object, UUID id) {
        int begin = new String(object, UTF_8).indexOf('{') + 1; // only white space of one byte precedes it
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.writeBytes(Arrays.copyOf(object, begin));
        value.writeBytes("\"id\":\"%s\",".formatted(id).getBytes(UTF_8));
        value.write(object, begin, object.length - begin);
        return value.toByteArray();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
    }
}
