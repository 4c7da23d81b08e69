package dev.beckon.mention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.http.InvalidJsonException;
import dev.beckon.http.JsonBinder;
import dev.beckon.http.Problem.FieldError;
import jakarta.validation.Validation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MentionBodyTest {

    static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    static final String MENTION = """
            {"actor":{"id":"ada","name":"Ada"},"recipients":["bob","cleo"],
             "source":{"type":"comment","id":"4711","url":"https://docs.example.com/plan","title":"The plan"},
             "excerpt":"@bob, look","occurredAt":"2026-01-31T13:00:00+01:00"}""";

    final ObjectMapper json = new ObjectMapper();
    final JsonBinder binder = JsonBinder.strict(Validation.buildDefaultValidatorFactory().getValidator());

    @Nested
    class Accepted {

        @Test
        void a_mention_is_read_as_it_was_posted() throws Exception {
            MentionCreated mention = read(json.readTree(MENTION)).getFirst().normalized();

            assertThat(mention.actor().name()).isEqualTo("Ada");
            assertThat(mention.recipients()).containsExactly("bob", "cleo");
            assertThat(mention.source().url()).isEqualTo("https://docs.example.com/plan");
            assertThat(mention.occurredAt()).isEqualTo(NOW);
        }

        @ParameterizedTest(name = "{0} may be {1}")
        @CsvSource(quoteCharacter = '\0', delimiterString = " = ", textBlock = """
                /actor/id         = "A.z_0:@+|~-"
                /recipients       = ["bob","bob","ada"]
                /source/url       = "HTTP://localhost:8080/a?b=c%20d#e"
                /excerpt          = "two\\nlines\\tand \\ud83d\\ude00"
                /occurredAt       = "2026-02-01T12:00:00Z"
                /occurredAt       = "1970-01-01T00:00:00.123456789Z"
                """)
        void values_at_the_edge(String pointer, String value) throws Exception {
            assertThat(read(with(pointer, json.readTree(value)))).hasSize(1);
        }

        @ParameterizedTest(name = "{0} may be {1} long, but not longer")
        @CsvSource(delimiter = '|', textBlock = """
                /actor/id     | 255
                /actor/name   | 200
                /source/type  | 64
                /source/id    | 200
                /source/title | 300
                /excerpt      | 1000
                """)
        void lengths_up_to_the_limit(String pointer, int limit) throws Exception {
            assertThat(read(with(pointer, json.valueToTree("x".repeat(limit))))).hasSize(1);
            assertThat(errors(with(pointer, json.valueToTree("x".repeat(limit + 1))))).containsExactly(
                    new FieldError(pointer, "must be at most %d characters long, is %d".formatted(limit, limit + 1)));
        }

        @Test
        void a_url_up_to_the_limit() throws Exception {
            String longest = "https://example.com/" + "x".repeat(1_980);

            assertThat(read(with("/source/url", json.valueToTree(longest)))).hasSize(1);
            assertThat(errors(with("/source/url", json.valueToTree(longest + "x")))).hasSize(1);
        }
    }

    @Nested
    class Refused {

        @ParameterizedTest(name = "{0} = {1}: {2}")
        @CsvSource(quoteCharacter = '\0', delimiterString = " => ", textBlock = """
                /actor          => 7                        => must be an object, is a number
                /actor          => null                     => is required
                /actor/id       => true                     => must be a string, is a boolean
                /actor/name     => " "                      => must not be blank
                /actor/name     => "A\\nda"                 => must not contain control characters or unpaired surrogates
                /recipients     => "bob"                    => must be a list, is a string
                /recipients     => []                       => must have 1 to 10000 entries, has 0
                /recipients     => ["ada","ada"]            => name only the actor, so there is nobody to tell
                /recipients/1   => 7                        => must be a string, is a number
                /recipients/1   => null                     => must be a string, is null
                /excerpt        => "\\u0000"                => must not contain control characters or unpaired surrogates
                /excerpt        => "a\\u0085"               => must not contain control characters or unpaired surrogates
                /excerpt        => "\\ud83d"                => must not contain control characters or unpaired surrogates
                /excerpt        => "\\ude00\\ud83d"         => must not contain control characters or unpaired surrogates
                /excerpt        => {}                       => must be a string, is an object
                /occurredAt     => 1767225600               => must be a string, is a number
                /occurredAt     => ""                       => must not be blank
                /occurredAt     => "2026-01-31"             => must be a date and time with an offset, such as 2026-01-31T12:00:00Z
                /occurredAt     => "2026-01-31T12:00:00"    => must be a date and time with an offset, such as 2026-01-31T12:00:00Z
                /occurredAt     => "2026-02-30T12:00:00Z"   => must be a date and time with an offset, such as 2026-01-31T12:00:00Z
                /occurredAt     => "2026-02-01T12:00:01Z"   => lies too far in the future; the service's clock says 2026-01-31T12:00:00Z
                /occurredAt     => "1969-12-31T23:59:59Z"   => must not be before 1970
                /expiresAt      => "2026-01-31T12:00:00Z"   => must be after occurredAt
                """)
        void a_field_against_its_rule(String pointer, String value, String detail) throws Exception {
            assertThat(errors(with(pointer, json.readTree(value)))).containsExactly(new FieldError(pointer, detail));
        }

        @ParameterizedTest
        @ValueSource(strings = {"/actor", "/actor/id", "/actor/name", "/recipients", "/source", "/source/type", "/source/id",
                "/source/url", "/source/title", "/excerpt", "/occurredAt"})
        void every_field_that_is_missing(String pointer) throws Exception {
            JsonNode mention = json.readTree(MENTION);
            int slash = pointer.lastIndexOf('/');
            ((ObjectNode) mention.at(pointer.substring(0, slash))).remove(pointer.substring(slash + 1));

            assertThat(errors(mention)).containsExactly(new FieldError(pointer, "is required"));
        }

        @Test
        void every_unknown_field_with_a_pointer_that_finds_it() throws Exception {
            JsonNode mention = json.readTree(MENTION);
            ((ObjectNode) mention).put("a/b~c", 1);
            ((ObjectNode) mention.get("source")).put("colour", 1);

            assertThat(errors(mention)).containsExactlyInAnyOrder(
                    new FieldError("/a~1b~0c",
                            "is not a known field; known are id, actor, recipients, source, excerpt, occurredAt, kind, thread, data, expiresAt, revision"),
                    new FieldError("/source/colour", "is not a known field; known are type, id, url, title"));
        }

        @Test
        void a_list_as_a_whole_with_pointers_that_begin_with_the_place() throws Exception {
            JsonNode broken = with("/actor/name", json.readTree("7"));

            assertThat(errors(json.createArrayNode().add(json.readTree(MENTION)).add(broken)))
                    .containsExactly(new FieldError("/1/actor/name", "must be a string, is a number"));
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(delimiter = ';', textBlock = """
                []         ; must have 1 to 100 mentions, has 0
                7          ; must be an object, is a number
                null       ; must be an object, is null
                """)
        void what_is_neither_a_mention_nor_a_list(String body, String detail) throws Exception {
            assertThat(errors(json.readTree(body))).containsExactly(new FieldError("", detail));
        }

        @Test
        void too_many_mentions_whatever_is_in_them() throws Exception {
            assertThat(errors(json.readTree("[" + "1,".repeat(100) + "1]")))
                    .containsExactly(new FieldError("", "must have 1 to 100 mentions, has 101"));
        }

        @Test
        void too_many_recipients_and_as_many_as_are_allowed() throws Exception {
            String bob = "\"bob\"";
            assertThat(read(with("/recipients", json.readTree("[" + (bob + ",").repeat(9_999) + bob + "]")))).hasSize(1);
            assertThat(errors(with("/recipients", json.readTree("[" + (bob + ",").repeat(10_000) + bob + "]"))))
                    .containsExactly(new FieldError("/recipients", "must have 1 to 10000 entries, has 10001"));
        }

        @Test
        void recipients_that_are_all_wrong_with_the_first_fifty() throws Exception {
            assertThat(errors(with("/recipients", json.readTree("[" + "\".\",".repeat(9_999) + "\"..\"]"))))
                    .hasSize(51).last().isEqualTo(new FieldError("", "has 9950 more errors that are not listed"));
        }

        @Test
        void faults_of_types_and_of_values_at_once() throws Exception {
            JsonNode mention = with("/actor/id", json.readTree("7"));
            ((ObjectNode) mention.get("source")).put("url", "plan");
            ((ObjectNode) mention).put("excerpt", "");

            assertThat(errors(mention)).containsExactlyInAnyOrder(
                    new FieldError("/actor/id", "must be a string, is a number"),
                    new FieldError("/source/url", "must begin with http:// or https://"),
                    new FieldError("/excerpt", "must not be blank"));
        }

        @Test
        void a_body_full_of_errors_with_the_first_fifty() throws Exception {
            ObjectNode mention = (ObjectNode) json.readTree(MENTION);
            for (int i = 0; i < 60; i++) {
                mention.put("unknown-" + i, i);
            }

            assertThat(errors(mention)).hasSize(51).last().isEqualTo(new FieldError("", "has 10 more errors that are not listed"));
        }
    }

    JsonNode with(String pointer, JsonNode value) throws Exception {
        JsonNode mention = json.readTree(MENTION);
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = mention.at(pointer.substring(0, slash));
        String name = pointer.substring(slash + 1);
        if (parent instanceof ObjectNode object) {
            object.set(name, value);
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(name), value);
        }
        return mention;
    }

    List<MentionCreated> read(JsonNode body) throws Exception {
        return binder.list(json.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsBytes(body), MentionResource.BODY, NOW);
    }

    List<FieldError> errors(JsonNode body) {
        return catchThrowableOfType(InvalidJsonException.class, () -> read(body)).problem().problem().errors();
    }
}
