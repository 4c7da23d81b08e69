package dev.beckon.mention;

import static dev.beckon.mention.Calls.ids;
import static dev.beckon.mention.Calls.mention;
import static dev.beckon.mention.Calls.users;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.Lane;
import dev.beckon.mention.MentionsTopic.Found;
import dev.beckon.testservers.KafkaServer;
import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The records of a call on the lanes' Kafka topic, as a plain consumer finds them. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MentionsIT {

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
    void a_mention_is_on_the_topic_in_the_lane_of_its_recipient_under_the_id_of_the_answer() throws Exception {
        List<UUID> ids = ids(calls.post(mention("bob")));

        Found record = topic.records(ids.getFirst(), 1).getFirst();
        assertThat(record.key()).isEqualTo(Lane.of("bob").key());
        assertThat(record.value()).isEqualTo(new ObjectMapper().readTree("""
                {"id":"%s","actor":{"id":"ada","name":"Ada"},"recipients":["bob"],
                 "source":{"type":"comment","id":"4711","url":"https://docs.example.com/plan#4711","title":"The plan"},
                 "excerpt":"@bob, look","occurredAt":"2026-01-31T12:00:00Z","kind":"mention"}
                """.formatted(ids.getFirst())));
    }

    @Test
    void recipients_get_one_mention_each_and_the_actor_none() {
        UUID id = ids(calls.post(mention("bob", "ada", "cleo", "bob", "ada"))).getFirst();

        assertThat(topic.records(id, 2)).flatExtracting(Found::recipients).containsExactlyInAnyOrder("bob", "cleo");
    }

    @Test
    void two_thousand_recipients_are_a_record_for_each_lane_on_the_lanes_partition() {
        UUID id = ids(calls.post(mention(users(2_000)))).getFirst();

        List<Found> parts = topic.records(id, Lane.COUNT);
        assertThat(parts).hasSize(Lane.COUNT).allSatisfy(part -> {
            assertThat(part.recipients()).extracting(Lane::of).extracting(Lane::key).containsOnly(part.key());
            assertThat(part.record().partition()).isEqualTo(Integer.parseInt(part.key()) % KafkaForTests.LANE_PARTITIONS);
        });
        assertThat(parts.stream().flatMap(part -> part.recipients().stream())).containsExactlyInAnyOrderElementsOf(users(2_000));
    }

    @Test
    void more_than_five_hundred_recipients_of_one_lane_are_several_records() {
        List<String> users = users(50_000).stream().filter(user -> Lane.of(user).number() == 7).limit(501).toList();

        UUID id = ids(calls.post(mention(users))).getFirst();

        assertThat(topic.records(id, 2)).extracting(part -> part.recipients().size()).containsExactly(500, 1);
    }

    @Test
    void a_list_keeps_its_order_for_each_recipient() {
        List<UUID> ids = ids(calls.post(IntStream.range(0, 100).mapToObj(_ -> mention("bob")).collect(Collectors.joining(",", "[", "]"))));

        List<String> posted = ids.stream().map(UUID::toString).toList();
        assertThat(topic.records(record -> posted.contains(record.id()), 100)).extracting(Found::id).containsExactlyElementsOf(posted);
    }

    @Test
    void a_list_has_an_id_for_each_mention_in_its_order() {
        List<UUID> ids = ids(calls.post("[%s,%s]".formatted(mention("bob"), mention("cleo"))));

        assertThat(new HashSet<>(ids)).hasSize(2);
        assertThat(topic.records(ids.get(0), 1).getFirst().recipients()).containsExactly("bob");
        assertThat(topic.records(ids.get(1), 1).getFirst().recipients()).containsExactly("cleo");
    }

    @Test
    void a_call_repeated_with_its_key_is_the_same_mention() {
        String key = UUID.randomUUID().toString();

        List<UUID> first = ids(calls.post(key, mention("bob")));

        assertThat(ids(calls.post(key, mention("bob")))).isEqualTo(first);
        assertThat(topic.records(first.getFirst(), 2)).hasSize(2);
    }

    @Test
    void a_key_used_again_for_something_else_is_refused_and_both_mentions_are_named() {
        String key = UUID.randomUUID().toString();
        UUID first = ids(calls.post(key, mention("bob"))).getFirst();

        Response other = calls.post(key, mention("cleo"));

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.contentType()).isEqualTo("application/problem+json");
        assertThat(other.jsonPath().getString("type")).isEqualTo("/problems/idempotency-key-reused");
        String detail = other.jsonPath().getString("detail");
        assertThat(detail).contains(first.toString());
        assertThat(detail.replace(first.toString(), "")).containsPattern("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-");
        assertThat(ids(calls.post(key, mention("bob")))).containsExactly(first);
    }

    @Test
    void a_mention_alone_in_a_list_is_the_mention_of_its_key() {
        String key = UUID.randomUUID().toString();
        List<UUID> first = ids(calls.post(key, mention("bob")));

        assertThat(ids(calls.post(key, "[" + mention("bob") + "]"))).isEqualTo(first);
        assertThat(calls.post(key, "[%s,%s]".formatted(mention("bob"), mention("cleo"))).statusCode()).isEqualTo(422);
    }

    @Test
    void a_list_repeated_with_one_more_in_front_is_refused_and_nothing_is_doubled() {
        String key = UUID.randomUUID().toString();
        String a = mention("bob");
        String b = mention("cleo");
        List<UUID> first = ids(calls.post(key, "[" + a + "," + b + "]"));

        Response more = calls.post(key, "[" + mention("dora") + "," + a + "," + b + "]");

        assertThat(more.statusCode()).isEqualTo(422);
        assertThat(topic.all()).extracting(Found::id).filteredOn(first.stream().map(UUID::toString).toList()::contains)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_call_without_a_key_is_given_one_and_can_be_repeated_with_it() {
        Response first = calls.post(mention("bob"));
        String key = first.header("Idempotency-Key");

        assertThat(ids(first).getFirst().version()).isEqualTo(7);
        assertThat(ids(calls.post(key, mention("bob")))).isEqualTo(ids(first));
    }

    @Test
    void the_same_key_of_another_team_is_another_mention() {
        String key = UUID.randomUUID().toString();

        Response other = calls.as("team-chat").header("Idempotency-Key", key).body(mention("bob")).post("/mentions");

        assertThat(ids(other)).isNotEqualTo(ids(calls.post(key, mention("bob"))));
        assertThat(other.header("Idempotency-Key")).isEqualTo(key);
    }

    @Test
    void two_calls_without_a_key_are_two_mentions() {
        assertThat(ids(calls.post(mention("bob")))).isNotEqualTo(ids(calls.post(mention("bob"))));
    }
}
