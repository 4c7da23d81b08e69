package dev.beckon.mention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.contracts.rules.MentionKey;
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
    static final MentionKey KEY = new MentionKey("a", "k");

    @Test
    void a_key_names_one_call_of_one_caller() {
        RecentKeys keys = new RecentKeys(Duration.ofHours(1), 10);
        keys.check(KEY, ONE);

        keys.check(KEY, ONE);
        keys.check(new MentionKey("b", "k"), OTHER);
        assertThatThrownBy(() -> keys.check(KEY, OTHER)).isInstanceOf(ProblemException.class);
        keys.check(KEY, ONE);
    }

    @Test
    void after_the_window_a_key_is_forgotten() {
        RecentKeys keys = new RecentKeys(Duration.ofNanos(1), 10);
        keys.check(KEY, ONE);

        keys.check(KEY, OTHER);
    }

    @Test
    void as_many_keys_as_allowed_are_remembered_and_with_one_more_the_oldest_is_not() {
        RecentKeys keys = new RecentKeys(Duration.ofHours(1), 2);
        keys.check(new MentionKey("a", "1"), ONE);
        keys.check(new MentionKey("a", "2"), ONE);
        assertThatThrownBy(() -> keys.check(new MentionKey("a", "1"), OTHER)).isInstanceOf(ProblemException.class);

        keys.check(new MentionKey("a", "3"), ONE);

        keys.check(new MentionKey("a", "1"), OTHER);
        assertThatThrownBy(() -> keys.check(new MentionKey("a", "3"), OTHER)).isInstanceOf(ProblemException.class);
    }

    @Test
    void with_no_keys_allowed_none_is_remembered() {
        RecentKeys keys = new RecentKeys(Duration.ofHours(1), 0);
        keys.check(KEY, ONE);

        keys.check(KEY, OTHER);
        assertThat(ONE).isNotEqualTo(OTHER);
    }
}
