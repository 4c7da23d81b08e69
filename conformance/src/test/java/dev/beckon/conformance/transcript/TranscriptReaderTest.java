package dev.beckon.conformance.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.conformance.transcript.Step.Content;
import dev.beckon.conformance.transcript.Transcript.Numbered;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TranscriptReaderTest {

    @Test
    void each_line_is_who_does_what() {
        Transcript transcript = read("""
                Rule: One.
                  And more.
                Phoenix: v1.8.12 lib/phoenix/socket.ex:705 handle_in,
                  of heartbeats
                Over: websocket
                Versions: 2

                # A comment.
                A connect user=alice vsn=2.0.7
                A> [null,"1","t","e",{}]
                A< text x
                A<~ bytes 00 len(a) a=1
                A nothing
                A> ping 68
                A< close 1001
                A cut
                """);

        assertThat(transcript.combinations()).containsExactly(new Combination(Transport.WEBSOCKET, Version.V2));
        assertThat(transcript.steps()).extracting(Numbered::step).containsExactly(
                new Step.Connect("A", Map.of("user", "alice", "vsn", "2.0.7")),
                new Step.Say("A", new Content.Five("[null,\"1\",\"t\",\"e\",{}]")),
                new Step.Receive("A", new Content.Literal("x"), true),
                new Step.Receive("A", new Content.Bytes(List.of("00", "len(a)", "a=1")), false),
                new Step.HearNothing("A"),
                new Step.Say("A", new Content.Control("ping", "68")),
                new Step.Receive("A", new Content.Close(1001), true),
                new Step.Cut("A"));
    }

    @Test
    void requests_and_answers_have_headers_and_requests_a_body() {
        Transcript transcript = read("""
                Rule: One.
                Phoenix: v1.8.12 lib/phoenix/socket.ex:705 handle_in

                P> POST /socket/longpoll
                    content-type: application/x-ndjson
                    | one
                    |
                    | two
                P< 200 {"status":200}
                    cache-control: no-store
                """);

        assertThat(transcript.combinations()).hasSize(4);
        assertThat(transcript.steps()).extracting(Numbered::step).containsExactly(
                new Step.Request("P", "POST", "/socket/longpoll", List.of("content-type: application/x-ndjson"), "one\n\ntwo"),
                new Step.Answer("P", 200, List.of("cache-control: no-store"), "{\"status\":200}"));
    }

    @Test
    void a_transcript_says_its_rule_and_where_it_is_fixed() {
        assertThatThrownBy(() -> read("Rule: One.\n\nA nothing\n")).hasMessageContaining("Phoenix");
        assertThatThrownBy(() -> read("Phoenix: v1.8.12 lib/phoenix/socket.ex:705 handle_in\n\nA nothing\n"))
                .hasMessageContaining("Rule");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Phoenix: v1.8.12 lib/phoenix/socket.ex:705 handle_in | Phoenix | v1.8.12 | lib/phoenix/socket.ex:705 handle_in
            Phoenix: v1.8.12 test/a_test.exs:7 "refuses, or not", both | Phoenix | v1.8.12 | test/a_test.exs:7 "refuses, or not"
            Client: nshafer/phx v0.2.5 push.go:50 Send | Client | nshafer/phx v0.2.5 | push.go:50 Send
            Source: mtrudel/bandit 1.12.5 lib/bandit.ex:5 run, so | Source | mtrudel/bandit 1.12.5 | lib/bandit.ex:5 run
            Source: RFC 6455 §5.1 | Source | RFC 6455 §5.1 | ``
            """)
    void an_origin_names_version_file_line_and_function(String line, String kind, String project, String place) {
        assertThat(read("Rule: One.\n" + line + "\n\nA nothing\n").origins()).containsExactly(new Origin(kind, project, place));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Phoenix: lib/phoenix/socket.ex:705 handle_in", // no version
            "Phoenix: main lib/phoenix/socket.ex:705 handle_in",
            "Phoenix: v1.8.12 socket:705 handle_in", // no file
            "Phoenix: v1.8.12 lib/phoenix/socket.ex handle_in", // no line
            "Phoenix: v1.8.12 lib/phoenix/socket.ex:705", // no function
            "Phoenix: v1.8.12 lib/phoenix/socket.ex:705 ", // no function either
            "Client: phx v0.2.5 push.go:50 Send", // no owner
            "Client: nshafer/phx push.go:50 Send",
            "Source: somebody said so"})
    void an_origin_that_leaves_something_out_is_an_error(String line) {
        assertThatThrownBy(() -> read("Rule: One.\n" + line + "\n\nA nothing\n")).hasMessageContaining("not an origin");
    }

    @Test
    void what_cannot_be_read_is_an_error_with_its_line() {
        assertThatThrownBy(() -> read("Rule: One.\nSource: RFC 6455 §5.1\n\nA hums\n"))
                .hasMessageContaining("t:4").hasMessageContaining("hums");
    }

    /** Also proves that each file cites the source of its rule in full. */
    @Test
    void every_file_can_be_read() {
        assertThat(TranscriptReader.readAll()).hasSizeGreaterThan(70);
    }

    @Test
    void what_is_said_to_be_of_a_client_names_its_source() {
        assertThat(TranscriptReader.readAll()).filteredOn(transcript -> transcript.name().startsWith("clients/")).hasSizeGreaterThan(9)
                .allSatisfy(transcript -> assertThat(transcript.origins()).extracting(Origin::kind).containsOnly("Client"));
    }

    private static Transcript read(String text) {
        return new TranscriptReader("t").read(text.lines().toList());
    }
}
