package dev.beckon.mention;

import static dev.beckon.mention.Calls.edit;
import static dev.beckon.mention.Calls.ids;
import static dev.beckon.mention.Calls.mention;
import static dev.beckon.mention.RefusalsIT.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;

import dev.beckon.contracts.Lane;
import dev.beckon.contracts.rules.MentionKey;
import dev.beckon.mention.MentionsTopic.Found;
import dev.beckon.testservers.KafkaServer;
import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mentions in the structured and the batched mode of CloudEvents over HTTP; {@link MentionRulesIT} has the rules of their data. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CloudEventsIT {

    KafkaServer kafka;
    DevKeys keys;
    Calls calls;
    MentionsTopic topic;
    final String id = UUID.randomUUID().toString();

    @BeforeEach
    void open() {
        calls = new Calls(keys);
        topic = new MentionsTopic(kafka);
    }

    @AfterEach
    void close() {
        topic.close();
    }

    static String event(String id, String data) {
        return """
                {"specversion":"1.0","id":"%s","source":"/docs/comments","type":"dev.beckon.mention.v1","time":"2026-01-31T12:00:00Z",
                 "datacontenttype":"application/json","traceparent":"00-1-2-01","of_an_extension":{"a":[1]},"data":%s}""".formatted(id,
                data);
    }

    static UUID idOf(String event) {
        return new MentionKey("team-docs", "/docs/comments|" + event).id();
    }

    private Response post(String body) {
        return calls.as("team-docs").contentType(CloudEvent.MEDIA_TYPE).body(body.getBytes(UTF_8)).post("/mentions");
    }

    private Response postBatch(String... events) {
        return calls.as("team-docs").contentType(CloudEvent.BATCH_MEDIA_TYPE).body("[" + String.join(",", events) + "]").post("/mentions");
    }

    @Test
    void an_event_is_the_mention_in_its_data_with_source_and_id_as_its_key() {
        Response answer = post(event(id, mention("bob")));

        assertThat(ids(answer)).containsExactly(idOf(id));
        assertThat(answer.header("Idempotency-Key")).isEqualTo("/docs/comments|" + id);
        Found record = topic.records(idOf(id), 1).getFirst();
        assertThat(record.recipients()).containsExactly("bob");
        assertThat(record.value().path("excerpt").asText()).isEqualTo("@bob, look");
        assertThat(record.value().has("traceparent")).isFalse();
    }

    @Test
    void an_event_that_comes_again_is_the_same_mention_and_with_other_data_it_is_refused() {
        assertThat(ids(post(event(id, mention("bob"))))).isEqualTo(ids(post(event(id, mention("bob")))));

        problem(post(event(id, mention("cleo"))), 422, "idempotency-key-reused");
    }

    @Test
    void a_key_of_the_call_goes_before_that_of_the_event() {
        Response answer = calls.as("team-docs").header("Idempotency-Key", id).contentType(CloudEvent.MEDIA_TYPE)
                .body(event(id, mention("bob"))).post("/mentions");

        assertThat(ids(answer)).containsExactly(new MentionKey("team-docs", id).id());
    }

    @Test
    void each_event_of_a_batch_has_its_own_key_and_can_be_edited_by_it() {
        assertThat(ids(postBatch(event(id, mention("bob")), event(id + "-2", mention("cleo"))))).containsExactly(idOf(id), idOf(id + "-2"));
        topic.records(idOf(id + "-2"), 1);

        assertThat(ids(calls.put("/docs/comments|" + id, edit(1, "dan")))).containsExactly(idOf(id));

        assertThat(topic.records(idOf(id), 1 + Lane.COUNT)).hasSize(1 + Lane.COUNT);
        assertThat(ids(post(event(id + "-2", mention("cleo"))))).containsExactly(idOf(id + "-2"));
    }

    @Test
    void a_batch_has_one_to_a_hundred_events_and_none_is_accepted_if_one_is_wrong() {
        String[] hundred = IntStream.range(0, 100).mapToObj(i -> event(id + "-" + i, mention("bob"))).toArray(String[]::new);

        assertThat(ids(postBatch(hundred))).doesNotHaveDuplicates().hasSize(100);
        problem(postBatch(Stream.concat(Stream.of(hundred), Stream.of(hundred[0])).toArray(String[]::new)), 400, "invalid-request")
                .body("errors.detail", contains("must have 1 to 100 events, has 101"));
        problem(postBatch(), 400, "invalid-request").body("errors.detail", contains("must have 1 to 100 events, has 0"));
        problem(calls.as("team-docs").contentType(CloudEvent.BATCH_MEDIA_TYPE).body(hundred[0]).post("/mentions"), 400, "invalid-request")
                .body("errors.detail", contains("must be a list, is an object"));
        problem(postBatch(event(id + "-x", mention("bob")), event(id + "-y", mention("ada"))), 400, "invalid-request")
                .body("errors.pointer", contains("/1/data/recipients"));
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource(quoteCharacter = '~', delimiter = ';', textBlock = """
            specversion     ; "0.3"                   ; must be 1.0
            specversion     ; null                    ; is required
            type            ; "dev.beckon.mention.v2" ; must be dev.beckon.mention.v1
            type            ; 7                       ; must be a string, is a number
            datacontenttype ; "text/xml"              ; must be application/json
            id              ; ""                      ; must not be blank
            source          ; null                    ; is required
            data            ; null                    ; is required
            data            ; "a text"                ; must be an object, is a string
            """)
    void an_attribute_that_is_wrong_is_named(String attribute, String value, String detail) {
        String wrong = event(id, mention("bob")).replaceFirst("(?s)\"" + attribute + "\":(\"[^\"]*\"|\\{\"actor.*\\})",
                "\"" + attribute + "\":" + value + (attribute.equals("data") ? "}" : ""));

        List<String> details = problem(post(wrong), 400, "invalid-request").extract().jsonPath().getList("errors.detail");

        assertThat(details).contains(detail);
    }

    @Test
    void an_unknown_field_of_the_mention_is_refused_though_one_of_the_event_is_not() {
        problem(post(event(id, mention("bob").replaceFirst("\\{", "{\"recipient\":1,"))), 400, "invalid-request")
                .body("errors.pointer", contains("/data/recipient"));
    }

    @Test
    void a_source_and_an_id_that_make_no_key_are_refused_without_a_key_of_the_call() {
        for (String odd : List.of("two words", "ü", "x".repeat(190))) {
            problem(post(event(odd, mention("bob"))), 400, "invalid-idempotency-key");
        }
        problem(post(event(id, mention("bob")).replace("/docs/comments", "a|b")), 400, "invalid-idempotency-key");
    }

    @Test
    void an_event_is_accepted_in_its_own_media_types_and_by_a_post_only() {
        String event = event(id, mention("bob"));

        problem(calls.post(event), 400, "invalid-request");
        problem(calls.as("team-docs").contentType("application/cloudevents+xml").body(event.getBytes()).post("/mentions"), 415,
                "unsupported-media-type");
        assertThat(ids(calls.as("team-docs").contentType("Application/CloudEvents+JSON; charset=utf-8").body(event.getBytes(UTF_8))
                .post("/mentions"))).containsExactly(idOf(id));
        problem(calls.as("team-docs").contentType(CloudEvent.MEDIA_TYPE).body(event).put("/mentions/key"), 415, "unsupported-media-type");
    }
}
