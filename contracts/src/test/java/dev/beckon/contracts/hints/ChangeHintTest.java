package dev.beckon.contracts.hints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.beckon.redis.RedisMessage;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ChangeHintTest {

    static final UUID EPOCH = UUID.fromString("00000000-0000-4000-8000-000000000001");
    static final int BOB = Fingerprints.of("bob");

    /** A gateway and a notification-service of different releases share this form. */
    @Test
    void its_form_stays() {
        ChangeHint hint = new ChangeHint("p1", 7, Duration.ofMillis(10_001), Duration.ofSeconds(10), Map.of(EPOCH, 3L),
                Fingerprints.of(new int[] {300, 1}), Fingerprints.of(new int[] {-1}));

        RedisMessage message = hint.message();

        assertThat(message.event()).isEqualTo("changes");
        assertThat(message.headers()).isEqualTo("p1 7 10001 10000 database=00000000-0000-4000-8000-000000000001:3");
        assertThat(message.bytes()).containsExactly(2, 1, 0xab, 2, 1, 0xff, 0xff, 0xff, 0xff, 0x0f);
        assertThat(Fingerprints.of("bob")).isEqualTo(0xf5cbb140);
        assertThat(Fingerprints.of(BOB, 41)).isEqualTo(0x1d953ca2);
        assertThat(hint.topic()).isEqualTo("/changes:3");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1_000, 100_000})
    void what_was_written_is_read(int size) {
        ChangeHint hint = hint(Fingerprints.of(new Random(size).ints(size).toArray()), Fingerprints.of(new int[] {BOB}));

        assertThat(read(hint)).isEqualTo(hint);
    }

    @Test
    void a_member_is_asked_for_only_if_its_revision_was_overtaken() {
        ChangeHint hint = read(hint(Fingerprints.of(new int[] {Fingerprints.of(BOB, 41), Fingerprints.of(BOB, 42)}), Fingerprints.NONE));

        assertThat(IntStream.range(0, 100).filter(rev -> hint.concerns(BOB, rev))).containsExactly(41, 42);
        assertThat(hint.concerns(Fingerprints.of("carol"), 41)).isFalse();
    }

    @Test
    void a_user_who_may_have_changed_is_asked_for_at_any_revision() {
        ChangeHint hint = read(hint(Fingerprints.NONE, Fingerprints.of(new int[] {BOB})));

        assertThat(hint.concerns(BOB, 0)).isTrue();
        assertThat(hint.concerns(BOB, 9)).isTrue();
        assertThat(hint.concerns(Fingerprints.of("carol"), 9)).isFalse();
    }

    @Test
    void of_a_million_members_who_lack_nothing_hardly_any_is_asked_for() {
        Fingerprints overtaken = Fingerprints.of(IntStream.range(0, 40_000)
                .map(user -> Fingerprints.of(Fingerprints.of("user-" + user), user % 50)).toArray());
        ChangeHint hint = hint(overtaken, Fingerprints.NONE);

        long asked = IntStream.range(0, 1_000_000).filter(user -> hint.concerns(Fingerprints.of("user-" + user), user % 50 + 1)).count();

        // Expected: 1,000,000 × 40,000 / 2³² = 9.3
        assertThat(asked).isLessThan(30);
    }

    @ParameterizedTest
    @CsvSource({"100, 4.0", "1000, 4.0", "10000, 3.1", "100000, 3.0", "400000, 2.5"})
    void a_change_costs_about_three_bytes(int changes, double bytes) {
        Fingerprints overtaken = Fingerprints.of(new Random(changes).ints(changes).toArray());

        int length = Objects.requireNonNull(hint(overtaken, Fingerprints.NONE).message().bytes()).length;

        assertThat((double) length / changes).isLessThanOrEqualTo(bytes);
    }

    @Test
    void names_of_a_later_version_are_skipped() {
        ChangeHint hint = hint(Fingerprints.NONE, Fingerprints.NONE);
        RedisMessage message = hint.message();

        assertThat(ChangeHint.parse(message.headers() + " later=1", Objects.requireNonNull(message.bytes()))).isEqualTo(hint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "p 1 2", "p x 2 3", "p 1 2 -3", "p 1 2 3 database=x:1",
            "p 1 2 3 database=00000000-0000-4000-8000-000000000001"})
    void other_headers_are_refused(String headers) {
        assertThatIllegalArgumentException().isThrownBy(() -> ChangeHint.parse(headers, new byte[] {0, 0}));
    }

    /** In order: nothing; one set; a set that is too short; far too large; numbers beyond 32 bits; a repeated number. */
    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0201", "ffffffff0f", "02ffffffff0f0100", "02010000", "01808080808080"})
    void other_bytes_are_refused(String hex) {
        assertThatIllegalArgumentException().isThrownBy(() -> ChangeHint.parse("p 1 2 3", HexFormat.of().parseHex(hex)));
    }

    private static ChangeHint hint(Fingerprints overtaken, Fingerprints unclear) {
        return new ChangeHint("p1", 1, Duration.ZERO, Duration.ofSeconds(10), Map.of(EPOCH, 0L), overtaken, unclear);
    }

    private static ChangeHint read(ChangeHint hint) {
        RedisMessage message = RedisMessage.decode(hint.message().encode());
        byte[] bytes = Base64.getDecoder().decode(message.payload().substring("base64:".length()));
        return ChangeHint.parse(message.headers(), bytes);
    }
}
