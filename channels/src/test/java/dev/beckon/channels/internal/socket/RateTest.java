package dev.beckon.channels.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RateTest {

    private static final long INTERVAL = 100_000_000; // interval at ten a second

    /** Covers overflow: {@link System#nanoTime} may start at any value. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - INTERVAL})
    void a_burst_is_let_through_and_then_one_for_each_interval(long start) {
        Rate.Bucket bucket = new Rate.Bucket(Rate.of(10, 3), start);

        assertThat(taken(bucket, start, 5)).as("at once").isEqualTo(3);
        assertThat(taken(bucket, start + INTERVAL - 1, 5)).as("a moment too early").isZero();
        assertThat(taken(bucket, start + INTERVAL, 5)).as("one interval later").isEqualTo(1);
        assertThat(taken(bucket, start + 3 * INTERVAL, 5)).as("two more").isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE})
    void no_more_is_saved_than_a_burst(long start) {
        Rate.Bucket bucket = new Rate.Bucket(Rate.of(10, 3), start);

        assertThat(taken(bucket, start + 1_000 * INTERVAL, 5)).isEqualTo(3);
    }

    private static int taken(Rate.Bucket bucket, long now, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += bucket.tryTake(now) ? 1 : 0;
        }
        return taken;
    }
}
