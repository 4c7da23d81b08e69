package dev.beckon.emitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.beckon.emitter.EmitterException.Reason;
import dev.beckon.emitter.ScriptedServer.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmitterTest {

    private static final UUID ID = UUID.fromString(ScriptedServer.ID);
    private static final String REFUSAL = "{\"type\":\"/problems/invalid-request\"}";

    final ScriptedServer server = new ScriptedServer();
    final List<String> rejected = new ArrayList<>();
    final Emitter emitter = Emitter.to(server.address(), this::token).build();

    String token(String refused) {
        rejected.add(refused);
        return refused == null ? "first" : "second";
    }

    static Mention.Builder mention(String... recipients) {
        return Mention.by("ada", "Ada").of(recipients).in("comment", "7", "https://example.org/7", "Note 7").excerpt("hello")
                .occurredAt(Instant.parse("2026-01-31T12:00:00Z"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_mention_is_posted_with_its_key_the_token_and_all_fields() throws Exception {
        Mention mention = mention("bob", "cleo").kind("reply").thread("t").data(Map.of("n", 1)).avatarUrl("https://example.org/a.png")
                .expiresAt(Instant.parse("2026-02-01T00:00:00Z")).build();

        assertThat(emitter.post("key 1", mention)).isEqualTo(ID);

        assertThat(server.requests).containsExactly(new Request("POST /mentions", "key 1", "Bearer first", """
                {"actor":{"id":"ada","name":"Ada","avatar_url":"https://example.org/a.png"},"recipients":["bob","cleo"],\
                "source":{"type":"comment","id":"7","url":"https://example.org/7","title":"Note 7"},"excerpt":"hello","occurredAt":"2026-01-31T12:00:00Z","kind":"reply","thread":"t","data":{"n":1},\
                "expiresAt":"2026-02-01T00:00:00Z"}"""));
    }

    @Test
    void a_key_is_percent_encoded_in_the_mentions_address() throws Exception {
        assertThat(emitter.edit("a/b c?", 3, mention().build())).isEqualTo(ID);
        assertThat(emitter.retract("a/b", 4)).isEqualTo(ID);
        emitter.revokeThread("bob", "t");
        emitter.revokeSource("bob", "document", "plan");

        assertThat(server.requests).extracting(Request::call).containsExactly("PUT /mentions/a%2Fb%20c%3F",
                "DELETE /mentions/a%2Fb?revision=4", "POST /access/revoked", "POST /access/revoked");
        assertThat(server.requests.get(0).body()).startsWith("{\"revision\":3,\"actor\":").contains("\"recipients\":[]");
        assertThat(server.requests.get(2).body()).contains("\"user\":\"bob\"", "\"thread\":\"t\"");
        assertThat(server.requests.get(3).body()).contains("\"source\":{", "\"type\":\"document\"", "\"id\":\"plan\"");
        assertThatThrownBy(() -> emitter.retract("..", 4)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 408, 429, 500, 502, 503, 504})
    void what_may_pass_is_repeated_with_the_same_key_and_body(int status) throws Exception {
        server.then(status, Map.of("Retry-After", "0"), "<html>").then(503, Map.of("Retry-After", "0"), "");

        assertThat(emitter.post("key", mention("bob").build())).isEqualTo(ID);

        assertThat(server.requests).hasSize(3).containsOnly(server.requests.get(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 404, 405, 409, 413, 415, 422})
    void a_refusal_is_not_repeated(int status) {
        server.then(status, Map.of("Location", "/elsewhere"), REFUSAL); // a redirected post would be a GET

        EmitterException refused = failure(() -> emitter.post("key", mention("bob").build()));

        assertThat(refused.reason()).isEqualTo(status == 404 ? Reason.NOT_FOUND : Reason.REFUSED);
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.problem()).isEqualTo("/problems/invalid-request");
        assertThat(refused).hasMessageContaining("POST").hasMessageContaining(REFUSAL);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void a_wait_longer_than_the_patience_is_not_begun() {
        server.then(503, Map.of("Retry-After", "3600"), "");

        EmitterException refused = failure(() -> emitter.post("key", mention("bob").build()));

        assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(refused.retryAfterMillis()).isEqualTo(3_600_000);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void an_address_without_a_server_is_given_up_when_the_patience_ends() {
        URI address = server.address();
        server.close();
        Emitter hasty = Emitter.to(address, this::token).patience(Duration.ofMillis(600)).build();

        assertThat(failure(() -> hasty.post("key", mention("bob").build())).reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void a_401_is_answered_with_one_fresh_token() throws Exception {
        server.then(401, "");

        emitter.post("key", mention("bob").build());

        assertThat(server.requests).extracting(Request::token).containsExactly("Bearer first", "Bearer second");
        assertThat(rejected).containsExactly(null, "first");
    }

    @Test
    void a_second_401_a_403_and_a_supplier_that_fails_are_final() {
        server.then(401, "").then(401, "").then(403, "{\"type\":\"/problems/forbidden\"}");
        Emitter without = Emitter.to(server.address(), refused -> {
            throw new IOException("the issuer is away");
        }).build();

        assertThat(failure(() -> emitter.retract("key", 1)).reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(failure(() -> emitter.retract("key", 1)).reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failure(() -> without.retract("key", 1))).hasMessageContaining("the issuer is away");
        assertThat(server.requests).hasSize(3);
    }

    @Test
    void a_list_is_split_at_the_limit_of_mentions_and_each_call_has_its_own_key() throws Exception {
        assertThat(emitter.postAll("day", mentions(201)).ids()).hasSize(201);

        assertThat(server.requests).extracting(Request::key).containsExactly("day", "day:100", "day:200");
        assertThat(server.requests).allSatisfy(request -> assertThat(request.body()).startsWith("[{").endsWith("}]"));
    }

    @Test
    void a_list_is_split_at_the_limit_of_bytes() throws Exception {
        String[] many = IntStream.range(0, Mention.MAX_RECIPIENTS).mapToObj(i -> "user-" + i + "x".repeat(90)).toArray(String[]::new);
        Mention large = mention(Arrays.copyOf(many, 5_000)).build();
        int one = Calls.bytes(large.fields(null)).length;

        emitter.postAll("day", List.of(large, large, large));

        assertThat(2 * one).isLessThan(Emitter.MAX_BYTES);
        assertThat(server.requests).extracting(request -> request.body().length()).containsExactly(2 * one + 3, one + 2);
        assertThat(server.requests).extracting(Request::key).containsExactly("day", "day:2");
        assertThatThrownBy(() -> mention(Stream.concat(Stream.of(many), Stream.of("x")).toArray(String[]::new)).build())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("10000");
    }

    @Test
    void a_refused_part_does_not_keep_the_others_back_and_an_outage_does() throws Exception {
        server.then(400, REFUSAL).then(202, "{\"ids\":[" + String.join(",", mentions(100).stream().map(_ -> '"' + ScriptedServer.ID + '"')
                .toList()) + "]}").then(503, Map.of("Retry-After", "3600"), "");

        Batch batch = emitter.postAll("day", mentions(350));

        assertThat(batch.parts()).extracting(Batch.Part::from).containsExactly(0, 100, 200, 300);
        assertThat(batch.parts()).extracting(part -> part.ids().size()).containsExactly(0, 100, 0, 0);
        assertThat(batch.parts()).extracting(part -> part.failure() == null ? null : part.failure().reason())
                .containsExactly(Reason.REFUSED, null, Reason.UNAVAILABLE, Reason.UNAVAILABLE);
        assertThatThrownBy(batch::ids).isSameAs(batch.parts().get(0).failure());
        assertThat(server.requests).hasSize(3);
    }

    @Test
    void the_status_of_a_mention_is_read_and_that_of_an_unknown_one_is_empty() throws Exception {
        server.then(200, """
                {"id": "%s", "revision": 2, "occurred_at": "2026-01-31T12:00:00Z", "of_a_later_release": 1, "recipients":
                [{"user": "bob", "stored_at": "2026-01-31T12:00:00.004Z", "retracted_at": "2026-01-31T12:05:00Z"}], "next_after": "bob"}"""
                .formatted(ID)).then(404, "{\"type\":\"/problems/not-found\"}").then(404, "<html>");

        MentionStatus status = emitter.status("key", 1, "ädam").orElseThrow();

        assertThat(status).isEqualTo(new MentionStatus(ID, 2, Instant.parse("2026-01-31T12:00:00Z"), null,
                List.of(new MentionStatus.Recipient("bob", Instant.parse("2026-01-31T12:00:00.004Z"), null, null, null,
                        Instant.parse("2026-01-31T12:05:00Z"))),
                "bob"));
        assertThat(server.requests.get(0).call()).isEqualTo("GET /mentions/key?limit=1&after=%C3%A4dam");
        assertThat(emitter.status("key")).isEmpty();
        assertThat(failure(() -> emitter.status("key")).reason()).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void an_answer_that_is_not_Beckons_is_no_success() {
        server.then(200, "<html>It works!</html>");

        assertThat(failure(() -> emitter.post("key", mention("bob").build()))).hasMessageContaining("is the address right?");
    }

    /** Product teams compile against it with Java 17: class file version 61. */
    @Test
    void every_class_runs_on_Java_17() throws IOException {
        try (Stream<Path> classes = Files.walk(Path.of("target/classes"))) {
            List<Path> all = classes.filter(file -> file.toString().endsWith(".class")).toList();

            assertThat(all).hasSizeGreaterThan(10).allSatisfy(file -> assertThat(Files.readAllBytes(file)[7]).isEqualTo((byte) 61));
        }
    }

    private static List<Mention> mentions(int count) {
        return IntStream.range(0, count).mapToObj(i -> mention("bob-" + i).build()).toList();
    }

    private static EmitterException failure(ThrowingCallable call) {
        EmitterException failure = catchThrowableOfType(EmitterException.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }
}
