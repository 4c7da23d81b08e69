package dev.beckon.notification.ingest;

import static dev.beckon.notification.KafkaClient.json;
import static dev.beckon.testservers.Await.soon;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.MentionCreated;
import dev.beckon.notification.Api;
import dev.beckon.notification.KafkaClient;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.Servers;
import dev.beckon.testservers.ServiceManagement;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A batch that Kafka's client cannot read, in a Kafka topic of its own. */
@OnServers
@TestProfile(StoppedConsumptionIT.BrokenTopic.class)
class StoppedConsumptionIT {

    static final String TOPIC = "mentions-broken";

    final KafkaClient kafka = new KafkaClient();
    final String ada = Mentions.newUser();

    /** Uses its own Kafka topic and group, and detects stopped consumption sooner. */
    public static class BrokenTopic implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("mp.messaging.incoming.mentions.topic", TOPIC, "mp.messaging.incoming.mentions.group.id", "broken",
                    "notification.ingest.stopped-after", "2s");
        }
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void a_batch_that_cannot_be_read_makes_the_process_not_ready_and_the_metric_says_so() throws IOException {
        kafka.send(record(Mentions.of(ada)));
        soon().untilAsserted(() -> assertThat(new Api(ada).state().unread()).isEqualTo(1));
        assertThat(ServiceManagement.get("/q/health/ready").statusCode()).isEqualTo(200);
        MentionCreated broken = Mentions.of(ada);
        try (KafkaProducer<byte[], byte[]> open = kafka.inTransaction()) { // the consumer does not read past an open transaction
            open.send(record(Mentions.of(ada)));
            open.flush();
            kafka.send(record(broken));
            breakOnDisk(broken);
            open.abortTransaction();
        }

        soon().untilAsserted(() -> assertThat(ServiceManagement.get("/q/health/ready").statusCode()).isEqualTo(503));
        assertThat(ServiceManagement.get("/q/health/ready").asString()).contains("\"stopped\": true");
        assertThat(ServiceManagement.get("/q/metrics").asString()).contains("beckon_ingest_stopped 1.0");
        assertThat(new Api(ada).state().unread()).isEqualTo(1);
    }

    private static ProducerRecord<byte[], byte[]> record(MentionCreated mention) {
        return new ProducerRecord<>(TOPIC, 0, null, json(mention));
    }

    /** Changes one byte of the record, so that its checksum is wrong. */
    private static void breakOnDisk(MentionCreated mention) throws IOException {
        Path log = Servers.logOf(TOPIC, 0);
        int at = new String(Files.readAllBytes(log), ISO_8859_1).indexOf(mention.id().toString());
        assertThat(at).isPositive();
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.seek(at);
            file.write('#');
        }
    }
}
