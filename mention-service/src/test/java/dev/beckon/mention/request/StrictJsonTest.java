package dev.beckon.mention.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.beckon.contracts.Problem;
import dev.beckon.mention.problems.ProblemException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StrictJsonTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"a":1,}           | Correct the JSON, at line 1, column 8.
            {'a':1}            | Correct the JSON, at line 1, column 2.
            {"a":01}           | Correct the JSON, at line 1, column 7.
            NaN                | Correct the JSON, at line 1, column 4.
            // x               | Correct the JSON, at line 1, column 1.
            {"a":{"b":1,"b":2}}| Give each field once; one comes twice, at line 1, column 16.
            {"a":1} {"a":1}    | Send one JSON value; something follows it, at line 1, column 9.
            {"a":              | Send the whole body; it ends before the JSON does, at line 1, column 6.
            {"a":"\u0001"}       | Correct the JSON, at line 1, column 7.
            """)
    void what_is_not_json_is_refused_with_the_place(String body, String detail) {
        assertThat(refusal(body.getBytes(StandardCharsets.UTF_8)).detail()).isEqualTo(detail);
    }

    @Test
    void an_empty_body_is_refused() {
        assertThat(refusal(new byte[0]).detail()).isEqualTo("Send a body; this one is empty.");
        assertThat(refusal(" \n".getBytes(StandardCharsets.UTF_8)).detail()).isEqualTo("Send a body; this one is empty.");
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() {
        assertThat(refusal(new byte[] {'"', (byte) 0xC3, '"'}).type()).hasToString("/problems/malformed-json");
    }

    @Test
    void nesting_without_end_is_refused() {
        assertThat(refusal("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)).detail()).startsWith("Nest less deeply");
    }

    static Problem refusal(byte[] body) {
        return catchThrowableOfType(ProblemException.class, () -> StrictJson.parse(body)).problem();
    }
}
