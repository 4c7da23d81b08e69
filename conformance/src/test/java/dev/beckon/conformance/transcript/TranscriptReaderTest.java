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

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TranscriptReaderTest {

    @Test
    void each_line_is_who_does_what() {
        Transcript transcript = read("""
                Rule: One.
                  And more.
                Phoenix: lib/phoenix/socket.ex
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
                new Step.Hear("A", new Content.Literal("x"), true),
                new Step.Hear("A", new Content.Bytes(List.of("00", "len(a)", "a=1")), false),
                new Step.HearNothing("A"),
                new Step.Say("A", new Content.Control("ping", "68")),
                new Step.Hear("A", new Content.Close(1001), true),
                new Step.Cut("A"));
    }

    @Test
    void requests_and_answers_have_headers_and_requests_a_body() {
        Transcript transcript = read("""
                Rule: One.
                Phoenix: lib/phoenix/socket.ex

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
    void a_transcript_says_its_rule_and_where_Phoenix_fixes_it() {
        assertThatThrownBy(() -> read("Rule: One.\n\nA nothing\n")).hasMessageContaining("Phoenix");
    }

    @Test
    void what_cannot_be_read_is_an_error_with_its_line() {
        assertThatThrownBy(() -> read("Rule: One.\nPhoenix: x\n\nA hums\n")).hasMessageContaining("t:4").hasMessageContaining("hums");
    }

    @Test
    void every_file_can_be_read() {
        assertThat(TranscriptReader.readAll()).hasSizeGreaterThan(30);
    }

    private static Transcript read(String text) {
        return new TranscriptReader("t").read(text.lines().toList());
    }
}
