package dev.beckon.channels.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SubprotocolTokenTest {

    @ParameterizedTest
    @CsvSource({
            "'phoenix, base64url.bearer.phx.fn5+', ~~~",
            "'base64url.bearer.phx.fn5-,phoenix', ~~~",
            "'phoenix, base64url.bearer.phx.Pz8/', ???",
            "'phoenix, base64url.bearer.phx.Pz8_', ???",
            "'phoenix, base64url.bearer.phx.YQ', a",
    })
    void both_alphabets_are_read(String header, String token) {
        assertThat(SubprotocolToken.read(List.of(header))).contains(token);
    }

    @ParameterizedTest
    @CsvSource(value = {"null", "phoenix", "'phoenix, base64url.bearer.phx.YQ, base64url.bearer.phx.Yg'"}, nullValues = "null")
    void none_and_two_are_none(String header) {
        assertThat(SubprotocolToken.read(header == null ? List.of() : List.of(header))).isEmpty();
    }

    @Test
    void a_repeated_header_is_one_list() {
        assertThat(SubprotocolToken.read(List.of("phoenix", "base64url.bearer.phx.YQ"))).contains("a");
    }

    @Test
    void what_is_not_base64_is_said() {
        assertThatIllegalArgumentException().isThrownBy(() -> SubprotocolToken.read(List.of("base64url.bearer.phx.a*")));
    }
}
