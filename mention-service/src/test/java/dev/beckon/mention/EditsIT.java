package dev.beckon.mention;

import static dev.beckon.mention.Calls.edit;
import static dev.beckon.mention.Calls.ids;
import static dev.beckon.mention.Calls.mention;
import static dev.beckon.mention.Calls.users;
import static dev.beckon.mention.RefusalsIT.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.rules.MentionKey;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Edits and retractions, and their records on the lanes' Kafka topic. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EditsIT {

    final String key = "comment-" + UUID.randomUUID();
    KafkaServer kafka;
    DevKeys keys;
    Calls calls;
    MentionsTopic topic;

    @BeforeEach
    void open() {
        calls = new Calls(keys);
        topic = new MentionsTopic(kafka);
    }

    @AfterEach
    void close() {
        topic.close();
    }

    @Test
    void an_edit_names_the_mention_that_was_posted_with_its_key() {
        List<UUID> posted = ids(calls.post(key, mention("bob")));

        assertThat(ids(calls.put(key, edit(1, "cleo")))).isEqualTo(posted);
        assertThat(ids(calls.delete(key, 2))).isEqualTo(posted);
        assertThat(posted).containsExactly(new MentionKey("team-docs", key).id());
        assertThat(ids(calls.as("team-chat").body(edit(1, "cleo")).put("/mentions/{key}", key))).isNotEqualTo(posted);
    }

    @Test
    void an_edit_reaches_every_lane_with_its_recipients_or_as_a_retraction() throws Exception {
        UUID id = ids(calls.put(key, edit(7, "bob", "cleo", "ada", "bob"))).getFirst();

        List<Found> records = topic.records(id, Lane.COUNT);

        assertEveryLaneOnce(records);
        assertThat(records).filteredOn(record -> record.type() == null).flatExtracting(Found::recipients)
                .containsExactlyInAnyOrder("bob", "cleo");
        assertThat(records).filteredOn(record -> record.type() != null).hasSize(Lane.COUNT - 2).allSatisfy(record -> {
            assertThat(record.type()).isEqualTo("MentionRetracted");
            assertThat(record.value()).isEqualTo(new ObjectMapper().readTree("{\"id\":\"%s\",\"revision\":7}".formatted(id)));
        });
        assertThat(of(records, "bob").value()).isEqualTo(new ObjectMapper().readTree("""
                {"id":"%s","actor":{"id":"ada","name":"Ada"},"recipients":["bob"],
                 "source":{"type":"comment","id":"4711","url":"https://docs.example.com/plan#4711","title":"The plan"},
                 "excerpt":"@bob, look","occurredAt":"2026-01-31T12:00:00Z","kind":"mention","revision":7}
                """.formatted(id)));
    }

    @Test
    void a_repeated_edit_is_the_same_records_again() {
        UUID id = ids(calls.put(key, edit(1, "bob"))).getFirst();
        assertThat(ids(calls.put(key, edit(1, "bob")))).containsExactly(id);

        List<Found> records = topic.records(id, 2 * Lane.COUNT);

        for (Lane lane : Lane.ALL) {
            assertThat(records).filteredOn(record -> record.key().equals(lane.key())).hasSize(2).extracting(Found::value)
                    .satisfies(both -> assertThat(both.get(0)).isEqualTo(both.get(1)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada"})
    void an_edit_that_names_nobody_else_takes_the_mention_back_everywhere(String recipient) {
        List<String> recipients = recipient.isEmpty() ? List.of() : List.of(recipient);

        UUID id = ids(calls.put(key, edit(1, recipients))).getFirst();

        List<Found> records = topic.records(id, Lane.COUNT);
        assertEveryLaneOnce(records);
        assertThat(records).extracting(Found::type).containsOnly("MentionRetracted");
    }

    @Test
    void a_retraction_reaches_every_lane_without_any_text() {
        UUID id = ids(calls.delete(key, 9_007_199_254_740_991L)).getFirst();

        List<Found> records = topic.records(id, Lane.COUNT);

        assertEveryLaneOnce(records);
        assertThat(records).allSatisfy(record -> {
            assertThat(record.type()).isEqualTo("MentionRetracted");
            assertThat(record.value()).hasSize(2);
            assertThat(record.value().path("revision").longValue()).isEqualTo(9_007_199_254_740_991L);
        });
    }

    @Test
    void five_hundred_users_of_one_lane_can_be_named_and_one_more_is_refused() {
        List<String> users = users(50_000).stream().filter(user -> Lane.of(user).number() == 7).limit(501).toList();

        problem(calls.put(key, edit(1, users)), 400, "invalid-request")
                .body("errors.pointer", equalTo(List.of("/recipients")))
                .body("errors[0].detail", equalTo("has 501 users of lane 7, and an edit has at most 500 of each lane"));

        UUID id = ids(calls.put(key, edit(1, users.subList(0, 500)))).getFirst();
        assertThat(of(topic.records(id, Lane.COUNT), users.getFirst()).recipients()).isEqualTo(users.subList(0, 500));
    }

    @Test
    void a_key_of_any_visible_characters_is_percent_encoded() {
        String odd = "a/b%2F?c#d;e=\"f\"+" + UUID.randomUUID();
        List<UUID> posted = ids(calls.post(odd, mention("bob")));

        assertThat(ids(calls.put(odd, edit(1, "bob")))).isEqualTo(posted);
        assertThat(ids(calls.delete(odd, 2))).isEqualTo(posted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "é", "a\tb"})
    void a_key_that_is_no_key_is_refused(String key) {
        problem(calls.put(key, edit(1, "bob")), 400, "invalid-idempotency-key");
        problem(calls.delete(key, 1), 400, "invalid-idempotency-key");
        problem(calls.delete("x".repeat(201), 1), 400, "invalid-idempotency-key");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = " => ", textBlock = """
            null             => is required
            0                => must be a whole number from 1 to 9007199254740991
            -1               => is not a whole number from 0
            9007199254740992 => must be a whole number from 1 to 9007199254740991
            """)
    void an_edit_needs_a_revision(String revision, String fault) {
        problem(calls.put(key, edit(1, "bob").replace("\"revision\":1", "\"revision\":" + revision)), 400, "invalid-request")
                .body("errors.pointer", equalTo(List.of("/revision"))).body("errors.detail", equalTo(List.of(fault)));
    }

    @Test
    void an_edit_without_its_revision_and_a_post_with_one_are_refused() {
        problem(calls.put(key, mention("bob")), 400, "invalid-request").body("errors.pointer", equalTo(List.of("/revision")));
        problem(calls.post(key, edit(1, "bob")), 400, "invalid-request").body("errors.pointer", equalTo(List.of("/revision")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "+1", "01", "1.0", "x", "9007199254740992", "99999999999999999999", "\u0661"})
    void a_retraction_with_another_revision_than_a_whole_number_is_refused(String revision) {
        problem(calls.delete(key, revision), 400, "invalid-request").body("errors.pointer", equalTo(List.of("/revision")));
    }

    @Test
    void query_parameters_that_are_missing_unknown_or_repeated_are_refused_and_nothing_is_written() {
        problem(calls.as("team-docs").delete("/mentions/{key}", key), 400, "invalid-request")
                .body("errors[0].detail", equalTo("is required"));
        problem(calls.as("team-docs").delete("/mentions/{key}?revision=1&revision=2", key), 400, "invalid-request");
        problem(calls.as("team-docs").delete("/mentions/{key}?revision=1&dryRun=true", key), 400, "invalid-request")
                .body("errors[0].detail", containsString("this call has revision"));
        problem(calls.as("team-docs").body(edit(1, "bob")).put("/mentions/{key}?revision=1", key), 400, "invalid-request");

        String id = new MentionKey("team-docs", key).id().toString();
        assertThat(topic.all()).extracting(Found::id).doesNotContain(id);
    }

    @Test
    void a_list_and_what_is_no_JSON_are_no_edit() {
        problem(calls.put(key, "[" + edit(1, "bob") + "]"), 400, "invalid-request");
        problem(calls.put(key, "{"), 400, "malformed-json");
        problem(calls.put(key, edit(1, "bob").replace("excerpt", "exerpt")), 400, "invalid-request")
                .body("errors.pointer", equalTo(List.of("/exerpt", "/excerpt")));
    }

    @Test
    void edits_and_retractions_are_counted_as_accepted() {
        double accepted = OperationsIT.metric("beckon_mentions_accepted_total");

        ids(calls.put(key, edit(1, "bob", "cleo")));
        ids(calls.delete(key, 2));

        assertThat(OperationsIT.metric("beckon_mentions_accepted_total")).isEqualTo(accepted + 2);
    }

    @Test
    void without_an_address_of_notification_service_the_status_is_not_to_be_had() {
        problem(calls.as("team-docs").get("/mentions/{key}", key), 503, "unavailable").header("Retry-After", "2");
    }

    @Test
    void only_a_caller_with_the_role_and_a_subject_can_edit() {
        Response other = as("team-docs", "broadcast").delete("/mentions/{key}?revision=1", key);
        Response nobody = as("", "mentions:write").delete("/mentions/{key}?revision=1", key);

        problem(other, 403, "forbidden");
        problem(nobody, 401, "unauthorized");
    }

    private RequestSpecification as(String subject, String role) {
        return given().auth().oauth2(keys.token(subject, Set.of(role), Duration.ofMinutes(1)));
    }

    private static void assertEveryLaneOnce(List<Found> records) {
        assertThat(records).extracting(Found::key).containsExactlyInAnyOrderElementsOf(Lane.ALL.stream().map(Lane::key).toList());
    }

    private static Found of(List<Found> records, String recipient) {
        return records.stream().filter(record -> record.key().equals(Lane.of(recipient).key())).findFirst().orElseThrow();
    }
}
