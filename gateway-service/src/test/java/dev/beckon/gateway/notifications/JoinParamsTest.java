package dev.beckon.gateway.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.CatchUp.Position;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JoinParamsTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"rev\":null}", "{\"epoch\":\"00000000-0000-4000-8000-000000000001\"}", "[]", "null"})
    void without_a_revision_a_client_has_nothing(String payload) throws Exception {
        assertThat(JoinParams.position("bob", json(payload))).isEqualTo(new Position("bob", null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"41", "41.0", "\"41\"", "\"0041\""})
    void a_revision_may_be_written_as_gson_does_or_as_a_string_of_digits(String rev) throws Exception {
        JsonNode payload = json("{\"rev\":" + rev + ",\"epoch\":\"00000000-0000-4000-8000-000000000001\"}");

        assertThat(JoinParams.position("bob", payload)).isEqualTo(
                new Position("bob", 41L, UUID.fromString("00000000-0000-4000-8000-000000000001")));
    }

    @ParameterizedTest(name = "{0} is refused: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {"rev":-1}                | invalid_rev
            {"rev":1.5}               | invalid_rev
            {"rev":""}                | invalid_rev
            {"rev":"-7"}              | invalid_rev
            {"rev":"+7"}              | invalid_rev
            {"rev":"7.0"}             | invalid_rev
            {"rev":" 7"}              | invalid_rev
            {"rev":"٧"}               | invalid_rev
            {"rev":"9223372036854775808"} | invalid_rev
            {"rev":true}              | invalid_rev
            {"rev":1e30}              | invalid_rev
            {"rev":{}}                | invalid_rev
            {"rev":1,"epoch":"x"}     | invalid_epoch
            {"rev":1,"epoch":5}       | invalid_epoch
            {"rev":1,"epoch":[]}      | invalid_epoch
            """)
    void what_is_not_a_revision(String payload, String reason) {
        assertThatThrownBy(() -> JoinParams.position("bob", json(payload))).hasMessage(reason);
    }

    static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
