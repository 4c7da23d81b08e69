package dev.beckon.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.tokens.KeysUnavailableException;
import dev.beckon.tokens.TokenPrincipals;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens whose keys come from a key server over HTTP. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuthenticatorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LEEWAY_SECONDS = 30;
    /** Tests take less; an exact limit would race with the clock. */
    private static final int A_FEW_SECONDS = 5;

    private static KeyPair today;
    private static KeyPair tomorrow;

    private final KeyServer keyServer = new KeyServer(0).publish("today", (RSAPublicKey) today.getPublic());

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        today = generator.generateKeyPair();
        tomorrow = generator.generateKeyPair();
    }

    @AfterEach
    void stop() {
        keyServer.close();
    }

    @Test
    void a_good_token_says_who_comes_with_which_roles_and_until_when() {
        Instant expiry = Instant.now().plusSeconds(300);

        User user = verify(authenticator(10), token("today", today, claims -> claims.groups("broadcast").expiresAt(expiry)));

        assertThat(user.id()).isEqualTo("bob");
        assertThat(user.roles()).containsExactly("broadcast");
        assertThat(user.expiresAt()).isEqualTo(Instant.ofEpochSecond(expiry.getEpochSecond() + LEEWAY_SECONDS));
    }

    @Test
    void a_token_may_say_a_name_and_rooms_and_more_that_nobody_asks_for() {
        User user = verify(authenticator(10), token("today", today,
                claims -> claims.claim("name", "Bob").claim("rooms", List.of("garden", "kitchen")).claim("other", Map.of("a", 1))));

        assertThat(user.name()).isEqualTo("Bob");
        assertThat(user.rooms()).containsExactlyInAnyOrder("garden", "kitchen");
    }

    @Test
    void a_token_that_says_neither_names_its_user_by_the_id_and_opens_no_room() {
        User user = verify(authenticator(10), token("today", today, claims -> claims.claim("rooms", "garden")));

        assertThat(user.name()).isEqualTo("bob");
        assertThat(user.rooms()).isEmpty();
    }

    static Stream<Arguments> within_the_leeway() {
        Instant now = Instant.now();
        return Stream.of(
                change("expired, but not longer ago than the leeway", claims -> claims.expiresAt(now.minusSeconds(LEEWAY_SECONDS
                        - A_FEW_SECONDS))),
                change("valid within the leeway", claims -> claims.claim("nbf", now.plusSeconds(LEEWAY_SECONDS - A_FEW_SECONDS)
                        .getEpochSecond())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("within_the_leeway")
    void clocks_may_differ(String name, UnaryOperator<JwtClaimsBuilder> change) {
        assertThat(verify(authenticator(10), token("today", today, change)).id()).isEqualTo("bob");
    }

    static Stream<Arguments> bad() {
        Instant now = Instant.now();
        return Stream.of(
                change("expired longer ago than the leeway", claims -> claims.expiresAt(now.minusSeconds(LEEWAY_SECONDS + 1))),
                change("not valid for longer than the leeway", claims -> claims.claim("nbf", now.plusSeconds(LEEWAY_SECONDS + A_FEW_SECONDS)
                        .getEpochSecond())),
                change("of another issuer", claims -> claims.issuer("https://evil.example")),
                change("for somebody else", claims -> claims.audience("other")),
                change("about no possible user", claims -> claims.subject(" bob")),
                change("about nobody", claims -> claims.remove("sub")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void a_token_that_is_not_right_is_refused(String name, UnaryOperator<JwtClaimsBuilder> change) {
        assertRefused(authenticator(10), token("today", today, change));
    }

    @Test
    void a_token_signed_by_another_key_of_the_same_name_is_refused() {
        assertRefused(authenticator(10), token("today", tomorrow, UnaryOperator.identity()));
    }

    @Test
    void no_token_and_what_is_no_token_are_refused() {
        assertRefused(authenticator(10), "");
        assertRefused(authenticator(10), "garbage");
    }

    @Test
    void a_key_that_is_rotated_in_is_found_and_a_key_nobody_knows_does_not_ask_again_and_again() {
        Authenticator authenticator = authenticator(10);
        assertThat(verify(authenticator, token("today", today, UnaryOperator.identity())).id()).isEqualTo("bob");
        keyServer.publish("tomorrow", (RSAPublicKey) tomorrow.getPublic());
        letKeysAge();

        assertThat(verify(authenticator, token("tomorrow", tomorrow, UnaryOperator.identity())).id()).isEqualTo("bob");

        int requests = keyServer.requests();
        for (int i = 0; i < 5; i++) {
            assertRefused(authenticator, token("unknown", tomorrow, UnaryOperator.identity()));
        }
        assertThat(keyServer.requests()).isEqualTo(requests);
        assertThat(verify(authenticator, token("today", today, UnaryOperator.identity())).id()).isEqualTo("bob");
    }

    @Test
    void a_key_server_that_hangs_holds_up_no_caller_and_no_more_tokens_than_the_bound() {
        CountDownLatch released = keyServer.hold();
        Authenticator authenticator = authenticator(1);
        String token = token("today", today, UnaryOperator.identity());

        UniAssertSubscriber<User> first = authenticator.authenticate(token).subscribe().withSubscriber(UniAssertSubscriber.create());

        assertThatThrownBy(() -> verify(authenticator, token)).isInstanceOf(RejectedExecutionException.class);
        released.countDown();
        assertThat(first.awaitItem(PATIENCE).getItem().id()).isEqualTo("bob");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            500 | ''
            200 | <html>Sign in</html>
            200 | {"keys":[]}
            200 | []
            404 | {}
            """)
    void a_key_server_that_answers_something_else_later_leaves_the_last_keys_and_a_newer_key_fails(int status, String content) {
        keyServer.maxAge(1);
        Authenticator authenticator = authenticator(10);
        assertThat(verify(authenticator, token("today", today, UnaryOperator.identity())).id()).isEqualTo("bob");
        keyServer.answer(status, content);
        int requests = keyServer.requests();

        while (keyServer.requests() == requests) { // until the keys expire
            assertThat(verify(authenticator, token("today", today, UnaryOperator.identity())).id()).isEqualTo("bob");
        }

        assertThat(verify(authenticator, token("today", today, UnaryOperator.identity())).id()).isEqualTo("bob");
        assertThatThrownBy(() -> verify(authenticator, token("tomorrow", tomorrow, UnaryOperator.identity())))
                .isInstanceOf(KeysUnavailableException.class);
    }

    @Test
    void before_keys_were_had_a_token_fails_which_is_not_to_be_refused_and_costs_a_bounded_wait() {
        CountDownLatch never = keyServer.hold();
        Authenticator authenticator = authenticator(10);
        long began = System.nanoTime();

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> verify(authenticator, token("today", today, UnaryOperator.identity())))
                    .isInstanceOf(KeysUnavailableException.class);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8)); // one wait of 2 s, not five
        never.countDown();
    }

    /** jose4j treats keys as fresh that it fetched 300 ms ago or less. */
    private static void letKeysAge() {
        long fetched = System.nanoTime();
        while (System.nanoTime() - fetched < Duration.ofMillis(320).toNanos()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private Authenticator authenticator(int maxVerifications) {
        JWTAuthContextInfo info = new JWTAuthContextInfo();
        info.setPublicKeyLocation(keyServer.url());
        info.setIssuedBy("https://beckon.local");
        info.setExpectedAudience(Set.of("beckon"));
        info.setClockSkew(LEEWAY_SECONDS);
        info.setSignatureAlgorithm(Set.of(SignatureAlgorithm.RS256));
        info.setJwksRefreshInterval(10);
        info.setForcedJwksRefreshInterval(1);
        info.setJwksRetainCacheOnErrorDuration(1);
        return new Authenticator(new DefaultJWTParser(info, new TokenPrincipals()), keyServer.url(), LEEWAY_SECONDS,
                maxVerifications);
    }

    private static Arguments change(String name, UnaryOperator<JwtClaimsBuilder> change) {
        return Arguments.of(name, change);
    }

    private static String token(String keyId, KeyPair key, UnaryOperator<JwtClaimsBuilder> change) {
        JwtClaimsBuilder claims = Jwt.issuer("https://beckon.local").audience("beckon").subject("bob")
                .issuedAt(Instant.now().minusSeconds(300)).expiresAt(Instant.now().plusSeconds(300));
        return change.apply(claims).jws().keyId(keyId).sign(key.getPrivate());
    }

    private static User verify(Authenticator authenticator, String token) {
        return authenticator.authenticate(token).await().atMost(PATIENCE);
    }

    private static void assertRefused(Authenticator authenticator, String token) {
        assertThatThrownBy(() -> verify(authenticator, token)).isInstanceOf(SecurityException.class);
    }
}
