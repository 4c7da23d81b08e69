package dev.beckon.mention;

import static dev.beckon.mention.Calls.ids;
import static dev.beckon.mention.Calls.mention;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.localstack.servers.KafkaServer;
import dev.beckon.localstack.tokens.DevKeys;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The service starts while Kafka is away, with room for two calls. The tests tell one story, in order. */
@QuarkusTest
@TestProfile(WithoutKafkaIT.KafkaComesLater.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WithoutKafkaIT {

    KafkaServer kafka;
    DevKeys keys;

    @Test
    @Order(1)
    void it_is_alive_but_not_ready() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(503);
    }

    @Test
    @Order(2)
    void calls_beyond_the_bound_are_refused_at_once() throws Exception {
        Calls calls = new Calls(keys);

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Response>> posts =
                    Stream.generate(() -> callers.submit(() -> calls.post(mention("bob")))).limit(6).toList();
            int overloaded = 0;
            for (Future<Response> post : posts) {
                Response refused = post.get();
                assertThat(refused.header("Retry-After")).isEqualTo("7");
                if (refused.path("type").equals("/problems/overloaded")) {
                    overloaded++;
                }
            }
            assertThat(overloaded).isBetween(1, 4);
        }
    }

    @Test
    @Order(3)
    void it_becomes_ready_when_kafka_comes() {
        kafka.start();

        KafkaOutageIT.await(() -> given().get("/q/health/ready").statusCode() == 200);
        ids(new Calls(keys).post(mention("bob")));
    }

    @Test
    @Order(4)
    void every_refused_call_has_given_its_place_back() {
        Calls calls = new Calls(keys);

        for (int i = 0; i < 5; i++) {
            ids(calls.post(mention("bob")));
        }
    }

    /** Kafka has been there once, so that the Kafka topic exists, and is away when the service starts. */
    public static class KafkaComesLater implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(StoppedKafka.class));
        }
    }

    public static class StoppedKafka extends KafkaForTests {

        @Override
        public Map<String, String> start() {
            Map<String, String> config = new HashMap<>(super.start());
            kafka().stop();
            config.put("mention.load.max-in-flight", "2");
            config.put("mention.load.retry-after", "7s");
            config.put("mention.kafka.deadline", "1s");
            return config;
        }
    }
}
