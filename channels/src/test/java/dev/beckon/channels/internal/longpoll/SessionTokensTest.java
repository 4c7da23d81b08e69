package dev.beckon.channels.internal.longpoll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.internal.longpoll.SessionTokens.SessionToken;
import dev.beckon.channels.internal.signing.Hmac;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SessionTokensTest {

    static final Instant OPENED = Instant.parse("2026-01-02T03:04:05.006Z");
    static final Duration MAX_AGE = Duration.ofHours(1);

    final SessionToken token = new SessionToken(UUID.randomUUID(), UUID.randomUUID(), 7, OPENED, 42);
    Instant now = OPENED;
    final SessionTokens tokens = tokens("a secret of this node and the others");

    @Test
    void what_is_signed_can_be_read_with_the_secret() {
        String signed = tokens.sign(token);

        assertThat(tokens.read(signed)).contains(token);
        assertThat(tokens("a secret of this node and the others").read(signed)).contains(token);
        assertThat(tokens("another secret").read(signed)).isEmpty();
    }

    @Test
    void every_character_counts() {
        String signed = tokens.sign(token);

        for (int i = 0; i < signed.length() - 1; i++) { // in the last character, two bits are padding
            char other = signed.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(tokens.read(signed.substring(0, i) + other + signed.substring(i + 1))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "undefined", "null", "AAAA", "%", "a.b.c"})
    void what_is_no_token_is_not_read(String other) {
        assertThat(tokens.isSessionToken(other)).isFalse();
        assertThat(tokens.read(other)).isEmpty();
    }

    @Test
    void a_token_is_read_until_its_session_is_too_old() {
        String signed = tokens.sign(token);

        now = OPENED.plus(MAX_AGE).minusMillis(1);
        assertThat(tokens.read(signed)).isPresent();
        now = OPENED.plus(MAX_AGE);
        assertThat(tokens.read(signed)).isEmpty();
    }

    @Test
    void a_token_that_cannot_be_read_any_more_is_still_known_for_a_sessions() {
        String signed = tokens.sign(token);
        now = OPENED.plus(MAX_AGE);

        assertThat(tokens.isSessionToken(signed)).isTrue();
        assertThat(tokens("another secret").isSessionToken(signed)).isTrue();
        assertThat(tokens.isSessionToken(signed + "x")).isFalse();
    }

    @Test
    void a_user_has_the_same_key_on_every_node_and_no_other_users() {
        assertThat(tokens.userKey("ada")).isEqualTo(tokens("a secret of this node and the others").userKey("ada"));
        assertThat(tokens.userKey("ada")).isNotEqualTo(tokens.userKey("bob"));
        assertThat(tokens.userKey("ada")).isNotEqualTo(tokens("another secret").userKey("ada"));
    }

    @Test
    void the_topic_of_the_relay_is_known_to_nodes_alone() {
        String topic = tokens.relayTopic(token.node());

        assertThat(tokens("a secret of this node and the others").relayTopic(token.node())).isEqualTo(topic);
        assertThat(tokens("another secret").relayTopic(token.node())).isNotEqualTo(topic);
        assertThat(tokens.relayTopic(token.session())).isNotEqualTo(topic);
        String claims = new String(Base64.getUrlDecoder().decode(tokens.sign(token)), StandardCharsets.ISO_8859_1);
        assertThat(claims).doesNotContain(
                new String(Base64.getUrlDecoder().decode(topic.substring("/longpoll/".length())), StandardCharsets.ISO_8859_1));
    }

    private SessionTokens tokens(String secret) {
        return new SessionTokens(Hmac.of(Optional.of(secret)), MAX_AGE, () -> now);
    }
}
