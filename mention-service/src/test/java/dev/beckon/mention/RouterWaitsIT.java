package dev.beckon.mention;

import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.throughout;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.testservers.KafkaServer;
import dev.beckon.testservers.ServiceManagement;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The lanes' Kafka topic does not exist when the service starts. */
@QuarkusTest
@QuarkusTestResource(value = RouterWaitsIT.LanesComeLater.class, restrictToAnnotatedClass = true)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RouterWaitsIT {

    KafkaServer kafka;

    public static final class LanesComeLater extends KafkaForTests {

        @Override
        public Map<String, String> start() {
            Map<String, String> config = new HashMap<>(super.start());
            config.put("mention.kafka.lanes-topic", "lanes-later");
            return config;
        }
    }

    @Test
    void the_router_says_that_it_waits_commits_nothing_and_goes_on_when_it_can() throws Exception {
        try (var team = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()), new StringSerializer(),
                new ByteArraySerializer())) {
            team.send(new ProducerRecord<>("mentions", "key", RouterIT.RECORD.formatted(UUID.randomUUID(), "\"bob\"").getBytes(UTF_8)))
                    .get();
        }

        soon().untilAsserted(() -> assertThat(readiness()).contains("\"waiting\": true"));
        // While it waits, the next attempts change nothing.
        throughout(Duration.ofSeconds(3), () -> assertThat(readiness()).contains("\"waiting\": true"));
        ServiceManagement.get("/q/health/ready").then().statusCode(503);
        assertThat(new RouterLag(kafka).records()).isOne();

        kafka.createTopic("lanes-later", 1, Map.of());

        soon().untilAsserted(() -> assertThat(new RouterLag(kafka).records()).isZero());
        soon().until(() -> ServiceManagement.get("/q/health/ready").statusCode() == 200);
        assertThat(readiness()).contains("\"waiting\": false");
    }

    private static String readiness() {
        return ServiceManagement.get("/q/health/ready").asString();
    }
}
