package dev.beckon.mention;

import static dev.beckon.mention.Calls.edit;
import static dev.beckon.mention.Calls.ids;
import static dev.beckon.mention.Calls.mention;
import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.mention.MentionsTopic.Found;
import dev.beckon.testservers.KafkaServer;
import dev.beckon.testservers.ServiceManagement;
import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Kafka goes away and comes back while the service runs. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KafkaOutageIT {

    KafkaServer kafka;
    DevKeys keys;
    Calls calls;

    @BeforeEach
    void works() {
        calls = new Calls(keys);
        ids(calls.post(mention("bob")));
    }

    @AfterEach
    void end_the_outage() {
        kafka.start();
        soon().until(() -> calls.post(mention("bob")).statusCode() == 202);
    }

    @Test
    void a_call_gets_503_and_can_be_repeated_with_the_key_of_the_answer() {
        kafka.stop();

        Response refused = RefusalsIT.problem(calls.post(mention("bob")), 503, "not-acknowledged").extract().response();

        assertThat(refused.header("Retry-After")).isEqualTo("2");
        String key = refused.header("Idempotency-Key");
        kafka.start();
        soon().until(() -> calls.post(key, mention("bob")).statusCode() == 202);
        List<UUID> accepted = ids(calls.post(key, mention("bob")));
        assertThat(accepted).isEqualTo(ids(calls.post(key, mention("bob"))));
    }

    @Test
    void a_call_keeps_its_own_key_in_a_503() {
        kafka.stop();

        assertThat(calls.post("my-key", mention("bob")).header("Idempotency-Key")).isEqualTo("my-key");
    }

    @Test
    void an_edit_and_a_retraction_get_503_and_can_be_repeated() {
        kafka.stop();

        RefusalsIT.problem(calls.put("edited", edit(1, "bob")), 503, "not-acknowledged").header("Retry-After", "2");
        RefusalsIT.problem(calls.delete("edited", 2), 503, "not-acknowledged").header("Retry-After", "2");

        kafka.start();
        soon().until(() -> calls.put("edited", edit(1, "bob")).statusCode() == 202);
    }

    @Test
    void the_service_is_alive_but_not_ready() {
        kafka.stop();

        soon().until(() -> ServiceManagement.get("/q/health/ready").statusCode() == 503);
        calls.post(mention("bob")).then().statusCode(503);
        ServiceManagement.get("/q/health/live").then().statusCode(200);

        kafka.start();
        soon().until(() -> ServiceManagement.get("/q/health/ready").statusCode() == 200);
        ServiceManagement.get("/q/health/live").then().statusCode(200);
    }

    @Test
    void no_call_is_accepted_whose_mention_is_not_on_the_topic() throws Exception {
        List<UUID> accepted = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Response>> posts = Collections.nCopies(100, () -> calls.post(mention("bob")));
            List<Future<Response>> before = posts.stream().map(callers::submit).toList();
            kafka.stop();
            List<Future<Response>> during = posts.stream().map(callers::submit).toList();
            kafka.start();
            for (Future<Response> post : Stream.concat(before.stream(), during.stream()).toList()) {
                if (post.get().statusCode() == 202) {
                    accepted.addAll(ids(post.get()));
                } else {
                    RefusalsIT.problem(post.get(), 503, "not-acknowledged");
                }
            }
        }

        try (MentionsTopic topic = new MentionsTopic(kafka)) {
            assertThat(topic.all()).extracting(Found::id)
                    .containsAll(accepted.stream().map(UUID::toString).toList());
        }
    }
}
