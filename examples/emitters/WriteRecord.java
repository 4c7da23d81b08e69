import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes one mention to Kafka: {@code java -cp kafka-clients.jar:… WriteRecord.java COMMENT RECIPIENT}. With {@code edit REVISION} or
 * {@code retract REVISION} behind that it changes the mention or takes it back. Java 17.
 */
public class WriteRecord {

    public static void main(String[] args) throws Exception {
        // The id is derived from the event, so that a record written twice is one mention.
        UUID id = UUID.nameUUIDFromBytes(("comment-" + args[0] + "-mentions").getBytes(StandardCharsets.UTF_8));
        String action = args.length > 2 ? args[2] : "write";
        String revision = args.length > 3 ? "\"revision\": " + args[3] + ", " : "";
        String mention = """
                {"id": "%s", %s"actor": {"id": "ada", "name": "Ada Lovelace"}, "recipients": ["%s"],
                 "source": {"type": "comment", "id": "%s", "url": "https://docs.example.com/plan", "title": "The plan"},
                 "excerpt": "%s to Kafka", "occurredAt": "%s"}"""
                .formatted(id, revision, args[1], args[0], action.equals("write") ? "written" : "edit written", Instant.now());
        boolean retract = action.equals("retract");
        String value = retract ? "{%s\"id\": \"%s\"}".formatted(revision, id) : mention;
        var record = new ProducerRecord<>("mentions", id.toString(), value);
        if (retract) {
            record.headers().add("type", "MentionRetracted".getBytes(StandardCharsets.UTF_8));
        }
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "acks", "all",
                "enable.idempotence", true);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(record).get(); // done when Kafka has it
        }
        System.out.println(id);
    }
}
