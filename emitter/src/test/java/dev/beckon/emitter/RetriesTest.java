package dev.beckon.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void the_wait_doubles_up_to_half_a_minute_and_half_of_it_is_random() {
        for (int attempt = 1; attempt < 100; attempt++) {
            long most = Math.min(30_000, attempt < 8 ? 500L << attempt - 1 : Long.MAX_VALUE);

            assertThat(Retries.waitMillis(attempt, null)).isBetween(most / 2, most);
        }
    }

    @Test
    void the_answers_own_time_is_never_undercut() {
        assertThat(Retries.waitMillis(9, 2_000L)).isBetween(2_000L, 2_500L);
    }

    @Test
    void a_time_comes_as_seconds_or_as_a_date() {
        assertThat(retryAfter("2")).isEqualTo(2_000);
        assertThat(retryAfter("Sat, 31 Jan 2026 12:00:07 GMT")).isEqualTo(7_000);
        assertThat(retryAfter("Sat, 31 Jan 2026 11:00:00 GMT")).isZero();
        assertThat(retryAfter("soon")).isNull();
        assertThat(retryAfter("99999999999999999999")).isNull();
        assertThat(Retries.retryAfterMillis(HttpHeaders.of(Map.of(), (_, _) -> true), NOW)).isNull();
    }

    private static Long retryAfter(String value) {
        return Retries.retryAfterMillis(HttpHeaders.of(Map.of("Retry-After", List.of(value)), (_, _) -> true), NOW);
    }
}
