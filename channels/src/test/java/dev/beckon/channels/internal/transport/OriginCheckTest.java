package dev.beckon.channels.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OriginCheckTest {

    @ParameterizedTest(name = "{0} allows {1}: {2}")
    @CsvSource({
            "https://app.example.com, https://app.example.com, true",
            "https://app.example.com, HTTPS://APP.example.com, true",
            "https://app.example.com, https://app.example.com:443, true",
            "https://app.example.com, https://app.example.com:8443, false",
            "https://app.example.com:*, https://app.example.com:8443, true",
            "https://app.example.com:*, http://app.example.com:8443, false",
            "http://allowed.example, http://allowed.example:8081, false",
            "https://*.example.com, https://a.example.com:8443, false",
            "https://*.example.com:*, https://a.example.com:8443, true",
            "//example.com, http://example.com:8081, true",
            "//example.com:8081, http://example.com, false",
            "https://app.example.com, http://app.example.com, false",
            "https://app.example.com:443, https://app.example.com:8443, false",
            "//example.com, http://example.com, true",
            "//example.com, http://www.example.com, false",
            "//*.example.com, https://a.b.example.com, true",
            "//*.example.com, https://example.com, false",
            "//*.example.com, https://evilexample.com, false",
            "*, https://any.where, true",
            "*, null, false",
    })
    void an_allowed_origin_fixes_what_it_names(String allowed, String origin, boolean expected) {
        assertThat(new OriginCheck(Optional.of(List.of(allowed))).isAllowed(origin, "gateway")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://gateway/path", "http://gateway/", "http://user@gateway", "http://gateway?q", "http://gateway#f",
            "//gateway", "gateway", "null", "", "http://gateway, http://gateway", "http://gateway http://gateway"})
    void what_is_more_or_less_than_scheme_host_and_port_is_no_origin(String origin) {
        assertThat(new OriginCheck(Optional.empty()).isAllowed(origin, "gateway")).isFalse();
        assertThat(new OriginCheck(Optional.of(List.of("*"))).isAllowed(origin, "gateway")).isFalse();
    }

    @Test
    void one_of_several_is_enough_and_the_own_host_is_not_among_them() {
        OriginCheck check = new OriginCheck(Optional.of(List.of("//a.example", "//b.example")));

        assertThat(check.isAllowed("https://b.example", "gateway")).isTrue();
        assertThat(check.isAllowed("https://gateway", "gateway")).isFalse();
    }

    @Test
    void who_names_no_origin_is_no_browser() {
        assertThat(new OriginCheck(Optional.of(List.of("//a.example"))).isAllowed(null, "gateway")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.example.com", "", "https://", "http:// a"})
    void what_is_no_origin_is_said_at_start(String allowed) {
        assertThatIllegalArgumentException().isThrownBy(() -> new OriginCheck(Optional.of(List.of(allowed))))
                .withMessageContaining(allowed);
    }
}
