package dev.beckon.mention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.http.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RecentKeysTest {

    static final List<UUID> ONE = List.of(new UUID(0, 1));
    static final List<UUID> OTHER = List.of(new UUID(0, 2));
    static final IdempotencyKey KEY = new IdempotencyKey("k");

    @Test
    void a_key_names_one_call_of_one_caller() {
        RecentKeys keys = new RecentKeys(Duration.ofHours(1), 10);
        keys.check("a", KEY, ONE);

        keys.check("a", KEY, ONE);
        keys.check("b", KEY, OTHER);
        assertThatThrownBy(() -> keys.check("a", KEY, OTHER)).isInstanceOf(ProblemException.class);
        keys.check("a", KEY, ONE);
    }

    @Test
    void after_the_window_a_key_is_forgotten() {
        RecentKeys keys = new RecentKeys(Duration.ofNanos(1), 10);
        keys.check("a", KEY, ONE);

        keys.check("a", KEY, OTHER);
    }

    @Test
    void as_many_keys_as_allowed_are_remembered_and_with_one_more_the_oldest_is_not() {
        RecentKeys keys = new RecentKeys(Duration.ofHours(1), 2);
        keys.check("a", new IdempotencyKey("1"), ONE);
        keys.check("a", new IdempotencyKey("2"), ONE);
        assertThatThrownBy(() -> keys.check("a", new IdempotencyKey("1"), OTHER)).isInstanceOf(ProblemException.class);

        keys.check("a", new IdempotencyKey("3"), ONE);

        keys.check("a", new IdempotencyKey("1"), OTHER);
        assertThatThrownBy(() -> keys.check("a", new IdempotencyKey("3"), OTHER)).isInstanceOf(ProblemException.class);
    }

    @Test
    void with_no_keys_allowed_none_is_remembered() {
        RecentKeys keys = new RecentKeys(Duration.ofHours(1), 0);
        keys.check("a", KEY, ONE);

        keys.check("a", KEY, OTHER);
        assertThat(ONE).isNotEqualTo(OTHER);
    }
}
