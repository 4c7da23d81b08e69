package dev.beckon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.beckon.contracts.InboxRequest;
import jakarta.validation.Validation;
import jakarta.validation.groups.Default;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JsonBinderTest {

    static final JsonBinder BINDER = JsonBinder.strict(Validation.buildDefaultValidatorFactory().getValidator());

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"a":1,}           | Correct the JSON, at line 1, column 8.
            {'a':1}            | Correct the JSON, at line 1, column 2.
            {"a":01}           | Correct the JSON, at line 1, column 7.
            NaN                | Correct the JSON, at line 1, column 4.
            // x               | Correct the JSON, at line 1, column 1.
            {"a":{"b":1,"b":2}}| Give each field once; one comes twice, at line 1, column 16.
            {"ids":[],"ids":[]}| Give each field once; one comes twice, at line 1, column 16.
            {"a":1} {"a":1}    | Send one JSON value; something follows it, at line 1, column 9.
            {"a":              | Send the whole body; it ends before the JSON does, at line 1, column 6.
            {"a":"\u0001"}       | Correct the JSON, at line 1, column 7.
            """)
    void what_is_not_JSON_is_refused_with_the_place(String body, String detail) {
        assertThat(refusal(body.getBytes(StandardCharsets.UTF_8)).detail()).isEqualTo(detail);
    }

    @Test
    void an_empty_body_is_refused() {
        assertThat(refusal(new byte[0]).detail()).isEqualTo("Send a body; this one is empty.");
        assertThat(refusal(" \n".getBytes(StandardCharsets.UTF_8)).detail()).isEqualTo("Send a body; this one is empty.");
    }

    @Test
    void bytes_that_are_not_UTF_8_are_refused() {
        assertThat(refusal(new byte[] {'"', (byte) 0xC3, '"'}).type()).hasToString("/problems/malformed-json");
    }

    @Test
    void deep_nesting_is_refused() {
        assertThat(refusal("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)).detail()).startsWith("Nest less deeply");
        assertThat(refusal(("{\"a\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8)).detail()).startsWith("Nest less deeply");
    }

    static Problem refusal(byte[] body) {
        return catchThrowableOfType(InvalidJsonException.class, () -> BINDER.object(body, InboxRequest.Ids.class, Default.class,
                Instant.EPOCH)).problem()
                .problem();
    }
}
