package dev.beckon.mention;

import static dev.beckon.mention.Calls.ids;
import static dev.beckon.mention.Calls.mention;
import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.testservers.KafkaServer;
import dev.beckon.testservers.ServiceManagement;
import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The service starts while Kafka is away, and admits two calls at a time. The tests build on one another, in order. */
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
        ServiceManagement.get("/q/health/live").then().statusCode(200);
        ServiceManagement.get("/q/health/ready").then().statusCode(503);
    }

    @Test
    @Order(2)
    void two_requests_are_taken_a_third_is_refused_at_once_and_bodies_that_do_not_come_are_not_waited_for() throws Exception {
        String token = keys.token("team-docs", Set.of("mentions:write"), Duration.ofMinutes(5));
        try (RawHttp first = new RawHttp(RestAssured.port); RawHttp second = new RawHttp(RestAssured.port)) {
            first.head(token, "Content-Length: 100");
            second.head(token, "Content-Length: 100");
            second.write("{");
            soon().until(() -> OperationsIT.metric("beckon_mentions_in_flight") == 2);

            Response third = new Calls(keys).post(mention("bob"));

            RefusalsIT.problem(third, 503, "overloaded");
            assertThat(third.header("Retry-After")).isEqualTo("2");
            assertThat(first.response()).startsWith("HTTP/1.1 408").contains("/problems/body-too-slow");
            assertThat(second.response()).startsWith("HTTP/1.1 408").contains("/problems/body-too-slow");
        }
        soon().until(() -> OperationsIT.metric("beckon_mentions_in_flight") == 0);
    }

    @Test
    @Order(3)
    void it_becomes_ready_when_kafka_comes() {
        kafka.start();

        soon().until(() -> ServiceManagement.get("/q/health/ready").statusCode() == 200);
        ids(new Calls(keys).post(mention("bob")));
    }

    @Test
    @Order(4)
    void every_refused_call_has_given_its_place_back() {
        kafka.start();
        soon().until(() -> ServiceManagement.get("/q/health/ready").statusCode() == 200);
        Calls calls = new Calls(keys);

        for (int i = 0; i < 5; i++) {
            ids(calls.post(mention("bob")));
        }
    }

    /** Kafka ran once, so that the Kafka topic exists, and is away when the service starts. */
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
            config.put("beckon.http.max-requests", "2");
            config.put("beckon.http.body-deadline", "3s");
            config.put("mention.kafka.deadline", "1s");
            return config;
        }
    }
}
