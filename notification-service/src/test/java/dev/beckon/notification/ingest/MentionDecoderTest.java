package dev.beckon.notification.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.contracts.AccessRevoked;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.Limits;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Source;
import dev.beckon.http.InvalidJsonException;
import dev.beckon.notification.inbox.MentionChange;
import jakarta.validation.Validation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MentionDecoderTest {

    static final Instant NOW = Instant.parse("2026-02-01T12:00:00Z");
    static final MentionDecoder DECODER = new MentionDecoder(
            Validation.buildDefaultValidatorFactory().getValidator());

    static final String VALID = """
            {"id":"0198a1b2-0000-7000-8000-000000000001","actor":{"id":"grace","name":"Grace"},"recipients":["ada","bob"],\
            "source":{"type":"comment","id":"7","url":"https://example.org/7","title":"T"},"excerpt":"hi",\
            "occurredAt":"2026-01-02T03:04:05.123456789+02:00"}""";

    @Test
    void a_valid_record() throws InvalidJsonException {
        assertThat(decode(VALID)).isEqualTo(new MentionCreated(UUID.fromString("0198a1b2-0000-7000-8000-000000000001"),
                new Actor("grace", "Grace"), List.of("ada", "bob"),
                new Source("comment", "7", "https://example.org/7", "T"), "hi",
                Instant.parse("2026-01-02T01:04:05.123456Z")).normalized());
    }

    @Test
    void fields_of_later_schemas_are_passed_over() throws InvalidJsonException {
        assertThat(decode(VALID.replace("\"excerpt\"", "\"priority\":{\"level\":3},\"excerpt\"")
                .replace("\"name\"", "\"avatar\":null,\"name\""))).isEqualTo(decode(VALID));
    }

    @Test
    void a_recipient_named_twice_and_the_actor_among_them_cost_nobody_else_the_mention() throws InvalidJsonException {
        assertThat(decode(VALID.replace("\"bob\"", "\"bob\",\"grace\",\"ada\""))).isEqualTo(decode(VALID));
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            "id":"0198a1b2-0000-7000-8000-000000000001" ~ "id":"7"              ~ /id must be a UUID
            "id":"0198a1b2-0000-7000-8000-000000000001" ~ "id":"1-1-1-1-1"      ~ /id must be a UUID
            "id":"0198a1b2-0000-7000-8000-000000000001" ~ "id":7                ~ /id must be a string, is a number
            "id":"0198a1b2-0000-7000-8000-000000000001" ~ "ID":"x"              ~ /id is required
            ["ada","bob"]                               ~ []                    ~ /recipients must have 1 to 500 entries, has 0
            2026-01-02T03:04:05.123456789+02:00         ~ 2026-02-02T12:00:01Z  ~ /occurredAt lies too far in the future; the service's clock says 2026-02-01T12:00:00Z
            2026-01-02T03:04:05.123456789+02:00         ~ +294999-01-01T00:00:00Z ~ /occurredAt lies too far in the future; the service's clock says 2026-02-01T12:00:00Z
            }                                           ~ ] ~ the document is not JSON at byte 72
            "hi"                                        ~ "hi"} {"a":1          ~ the document is not JSON at byte 233
            "hi"                                        ~ "hi","excerpt":"ho"   ~ the document is not JSON at byte 233
            """)
    void what_can_never_be_stored(String part, String replacement, String reason) {
        assertThatThrownBy(() -> decode(VALID.replace(part, replacement)))
                .isInstanceOf(InvalidJsonException.class).message().startsWith(reason.replaceFirst("at byte.*", ""));
    }

    @ParameterizedTest
    @CsvSource({"grace,255,/actor/id", "Grace,200,/actor/name", "comment,64,/source/type", "T,300,/source/title",
            "hi,1000,/excerpt", "ada,255,/recipients/0"})
    void texts_at_the_limit_and_one_past_it(String text, int limit, String pointer) throws InvalidJsonException {
        String valid = VALID.replace("\"name\":\"Grace\"", "\"name\":\"Grace\"");

        decode(valid.replace("\"" + text + "\"", "\"" + "x".repeat(limit) + "\""));
        assertThatThrownBy(() -> decode(valid.replace("\"" + text + "\"", "\"" + "x".repeat(limit + 1) + "\"")))
                .hasMessageContaining(pointer + " must be at most " + limit);
    }

    @Test
    void recipients_at_the_limit_and_one_past_it() throws InvalidJsonException {
        assertThat(decode(recipients(Limits.RECIPIENTS_PER_RECORD)).recipients()).hasSize(500);
        assertThatThrownBy(() -> decode(recipients(Limits.RECIPIENTS_PER_RECORD + 1)))
                .hasMessage("/recipients must have 1 to 500 entries, has 501");
    }

    @Test
    void what_is_no_JSON_text_at_all() {
        assertThatThrownBy(() -> DECODER.mention(null, NOW)).hasMessage("the document is empty");
        assertThatThrownBy(() -> decode("")).hasMessage("the document is empty");
        assertThatThrownBy(() -> decode("null")).hasMessage("the document must be an object, is null");
        assertThatThrownBy(() -> decode("[".repeat(100_000))).hasMessageStartingWith("the document is not JSON");
        assertThatThrownBy(() -> DECODER.mention(VALID.replace("hi", "h\u00e9").getBytes(ISO_8859_1), NOW))
                .hasMessageStartingWith("the document is not");
        assertThatThrownBy(() -> DECODER.mention(new byte[] {0, 1, 2, (byte) 0xff}, NOW))
                .hasMessageStartingWith("the document is not");
    }

    @Test
    void a_reason_names_the_rules_and_never_what_was_sent() {
        assertThatThrownBy(() -> decode(VALID.replace("hi", "secret".repeat(500)).replace("\"ada\"", "\" secret\"")))
                .message().contains("/recipients/0", "/excerpt").doesNotContain("cret\"", "secret");
    }

    @Test
    void lost_access_belongs_to_the_lane_of_its_user_whatever_the_key() throws InvalidJsonException {
        MentionGroup.Decoded decoded = DECODER.decode(revoked(
                "{\"user\":\"ada\",\"source\":{\"type\":\"document\",\"id\":\"7\",\"url\":1}}"), NOW)
                .getFirst();

        assertThat(decoded.lane()).isEqualTo(Lane.of("ada"));
        assertThat(decoded.change())
                .isEqualTo(new MentionChange.Revoked(new AccessRevoked("ada", new Source.Key("document", "7"), null)));
        assertThat(decoded.rows()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            {"user":"ada"}                ~ /source is required, unless there is a thread
            {"thread":"t"}                ~ /user is required
            {"user":"ada","thread":7}     ~ /thread must be a string, is a number
            """)
    void lost_access_that_names_no_user_or_no_place_can_never_be_stored(String value, String reason) {
        assertThatThrownBy(() -> DECODER.decode(revoked(value), NOW)).isInstanceOf(InvalidJsonException.class).message()
                .startsWith(reason);
    }

    private static ConsumerRecord<byte[], byte[]> revoked(String value) {
        var record = new ConsumerRecord<byte[], byte[]>("mentions-by-lane", 0, 17, "13".getBytes(UTF_8), value.getBytes(UTF_8));
        record.headers().add("type", "AccessRevoked".getBytes(UTF_8));
        return record;
    }

    private static MentionCreated decode(String json) throws InvalidJsonException {
        return DECODER.mention(json.getBytes(UTF_8), NOW);
    }

    private static String recipients(int count) {
        return VALID.replace("\"ada\",\"bob\"", IntStream.range(0, count).mapToObj("\"u%d\""::formatted)
                .collect(Collectors.joining(",")));
    }
}
