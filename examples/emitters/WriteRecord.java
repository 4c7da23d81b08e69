import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes one mention to Kafka: {@code java -cp kafka-clients.jar:… WriteRecord.java COMMENT RECIPIENT}. Java 17. */
public class WriteRecord {

    public static void main(String[] args) throws Exception {
        // The id is derived from the event, so that a record written twice is one mention.
        UUID id = UUID.nameUUIDFromBytes(("comment-" + args[0] + "-mentions").getBytes(StandardCharsets.UTF_8));
        String mention = """
                {"id": "%s", "actor": {"id": "ada", "name": "Ada Lovelace"}, "recipients": ["%s"],
                 "source": {"type": "comment", "id": "%s", "url": "https://docs.example.com/plan", "title": "The plan"},
                 "excerpt": "written to Kafka", "occurredAt": "%s"}""".formatted(id, args[1], args[0], Instant.now());
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "acks", "all",
                "enable.idempotence", true);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("mentions", id.toString(), mention)).get(); // done when Kafka has it
        }
        System.out.println(id);
    }
}
