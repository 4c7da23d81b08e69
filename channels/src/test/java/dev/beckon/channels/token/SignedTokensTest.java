package dev.beckon.channels.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.channels.internal.signing.Hmac;
import dev.beckon.channels.token.SignedTokens.Verified;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SignedTokensTest {

    static final String SALT = "user socket";
    static final Duration HOUR = Duration.ofHours(1);
    static final Verified INVALID = new Verified.Invalid();
    static final Verified EXPIRED = new Verified.Expired();

    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    final SignedTokens tokens = of("a secret of the test, long enough");

    SignedTokens of(String secret) {
        return new SignedTokens(Hmac.of(Optional.of(secret)), (InstantSource) () -> now, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "{\"id\":\"ada\"}", "žluťoučký \uD83D\uDC34", "a.b=c/d+e"})
    void what_was_signed_is_verified(String data) {
        String token = tokens.sign(SALT, data);

        assertThat(token).matches("[A-Za-z0-9_-]+");
        assertThat(tokens.verify(SALT, token, HOUR)).isEqualTo(new Verified.Valid(data, now));
        assertThat(tokens.verify(SALT, token, HOUR).ifValid()).contains(data);
    }

    @Test
    void a_token_is_valid_at_its_maximum_age_and_expired_a_millisecond_later() {
        String token = tokens.sign(SALT, "7");

        now = now.plus(HOUR);
        assertThat(tokens.verify(SALT, token, HOUR).ifValid()).contains("7");
        now = now.plusMillis(1);

        assertThat(tokens.verify(SALT, token, HOUR)).isEqualTo(EXPIRED);
        assertThat(tokens.verify(SALT, token, HOUR).ifValid()).isEmpty();
        assertThat(tokens.verify(SALT, token, HOUR.multipliedBy(2)).ifValid()).contains("7");
    }

    @Test
    void another_salt_or_secret_makes_it_invalid_even_when_it_is_expired_too() {
        String token = tokens.sign(SALT, "7");
        now = now.plus(HOUR.multipliedBy(2));

        assertThat(tokens.verify("password reset", token, HOUR)).isEqualTo(INVALID);
        assertThat(of("another secret of the test, as long").verify(SALT, token, HOUR)).isEqualTo(INVALID);
        assertThat(tokens.verify(SALT, token, HOUR)).isEqualTo(EXPIRED);
    }

    @Test
    void a_change_of_any_byte_makes_it_invalid() {
        byte[] token = Base64.getUrlDecoder().decode(tokens.sign(SALT, "7"));
        for (int i = 0; i < token.length; i++) {
            byte[] changed = token.clone();
            changed[i] ^= 1;
            assertThat(tokens.verify(SALT, encode(changed), HOUR)).as("byte %d", i).isEqualTo(INVALID);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a", "not a token", "AQ", "eyJhbGciOiJub25lIn0.eyJzdWIiOiI3In0.", "????"})
    void what_is_no_token_is_invalid(@Nullable String token) {
        assertThat(tokens.verify(SALT, token, HOUR)).isEqualTo(INVALID);
    }

    @Test
    void the_longest_data_fits_and_one_byte_more_does_not() {
        String longest = "x".repeat(SignedTokens.MAX_DATA_BYTES);

        assertThat(tokens.verify(SALT, tokens.sign(SALT, longest), HOUR).ifValid()).contains(longest);
        assertThatThrownBy(() -> tokens.sign(SALT, longest + "x"))
                .hasMessage("2049 bytes are too many for a token; sign an id, of at most 2048");
        assertThat(tokens.verify(SALT, "A".repeat(1_000_000), HOUR)).isEqualTo(INVALID);
    }

    @Test
    void an_age_that_no_token_could_have_is_a_mistake() {
        assertThatThrownBy(() -> tokens.verify(SALT, "", Duration.ZERO)).hasMessage("a token's maximum age must be positive, not PT0S");
    }

    @Test
    void without_a_secret_each_process_has_its_own() {
        SignedTokens here = new SignedTokens(Hmac.of(Optional.empty()), InstantSource.system(), false);
        SignedTokens there = new SignedTokens(Hmac.of(Optional.empty()), InstantSource.system(), false);

        String token = here.sign(SALT, "7");

        assertThat(here.verify(SALT, token, HOUR).ifValid()).contains("7");
        assertThat(there.verify(SALT, token, HOUR)).isEqualTo(INVALID);
    }

    private static String encode(byte[] token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }
}
