package dev.beckon.mention;

import static dev.beckon.mention.RefusalsIT.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.Lane;
import dev.beckon.mention.MentionsTopic.Found;
import dev.beckon.testservers.KafkaServer;
import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lost access, and its record on the lanes' Kafka topic. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AccessIT {

    static final String SOURCE = "\"source\":{\"type\":\"document\",\"id\":\"plan\"}";

    final String user = "user-" + UUID.randomUUID();
    KafkaServer kafka;
    DevKeys keys;
    MentionsTopic topic;

    @BeforeEach
    void open() {
        topic = new MentionsTopic(kafka);
    }

    @AfterEach
    void close() {
        topic.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {"\"source\":{\"type\":\"document\",\"id\":\"plan\"}", "\"thread\":\"t 7\""})
    void a_call_is_one_record_in_the_lane_of_the_user_behind_the_mentions_posted_before(String what) throws Exception {
        Calls.ids(new Calls(keys).post(Calls.mention(user)));
        double accepted = OperationsIT.metric("beckon_access_revoked_total");

        assertThat(revoke("{\"user\":\"%s\",%s}".formatted(user, what)).statusCode()).isEqualTo(202);

        List<Found> records = topic.records(found -> found.value().toString().contains(user), 2);
        assertThat(records).extracting(Found::key).containsOnly(Lane.of(user).key());
        assertThat(records).extracting(Found::type).containsExactly(null, "AccessRevoked");
        assertThat(records.getLast().value()).isEqualTo(new ObjectMapper().readTree("{\"user\":\"%s\",%s}".formatted(user, what)));
        assertThat(OperationsIT.metric("beckon_access_revoked_total")).isEqualTo(accepted + 1);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '\0', textBlock = """
            {"user":"bob"} => /source => is required, unless there is a thread
            {"user":"bob","thread":"t","source":{"type":"a","id":"b"}} => /thread => must not come together with a source
            {"thread":"t"} => /user => is required
            {"user":" bob","thread":"t"} => /user => must not begin or end with a blank
            {"user":"bob","thread":""} => /thread => must not be blank
            {"user":"bob","source":{"type":"a"}} => /source/id => is required
            {"user":"bob","source":{"type":"a","id":"b","url":"c"}} => /source/url => is not a known field; known are type, id
            """)
    void what_names_no_user_or_not_exactly_one_place_is_refused(String body, String pointer, String fault) {
        problem(revoke(body), 400, "invalid-request").body("errors.pointer", equalTo(List.of(pointer)))
                .body("errors.detail", equalTo(List.of(fault)));
    }

    @Test
    void only_a_caller_with_the_role_can_call() {
        String body = "{\"user\":\"%s\",%s}".formatted(user, SOURCE);

        problem(given().contentType("application/json").body(body).post("/access/revoked"), 401, "unauthorized");
        problem(as("broadcast").contentType("application/json").body(body).post("/access/revoked"), 403, "forbidden");

        assertThat(topic.all()).extracting(found -> found.value().toString()).noneMatch(value -> value.contains(user));
    }

    private Response revoke(String body) {
        return as("mentions:write").contentType("application/json").body(body).post("/access/revoked");
    }

    private RequestSpecification as(String role) {
        return given().auth().oauth2(keys.token("team-docs", Set.of(role), Duration.ofMinutes(1)));
    }
}
