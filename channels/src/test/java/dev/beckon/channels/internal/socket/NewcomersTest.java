package dev.beckon.channels.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.internal.socket.Newcomers.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NewcomersTest {

    final List<Optional<Place>> answers = new ArrayList<>();

    @Test
    void as_many_as_may_are_in_at_once_and_one_more_waits_until_one_leaves() {
        Newcomers newcomers = newcomers(2, 10, Duration.ofHours(1));

        ask(newcomers, 3);

        assertThat(answers).hasSize(2).allMatch(Optional::isPresent);
        answers.getFirst().orElseThrow().leave();
        assertThat(answers).hasSize(3).allMatch(Optional::isPresent);
        assertThat(newcomers.mostWaiting()).isEqualTo(1);
    }

    @Test
    void a_place_that_is_left_twice_lets_one_in() {
        Newcomers newcomers = newcomers(1, 10, Duration.ofHours(1));
        ask(newcomers, 3);

        answers.getFirst().orElseThrow().leave();
        answers.getFirst().orElseThrow().leave();

        assertThat(answers).hasSize(2);
    }

    @Test
    void one_more_than_may_wait_is_refused_at_once() {
        Newcomers newcomers = newcomers(1, 1, Duration.ofHours(1));

        ask(newcomers, 3);

        assertThat(answers).hasSize(2);
        assertThat(answers.getFirst()).isPresent();
        assertThat(answers.getLast()).isEmpty();
    }

    @Test
    void who_has_waited_too_long_is_refused_before_those_who_joined_nothing_lose_their_places() {
        Newcomers newcomers = newcomers(1, 10, Duration.ofMillis(1));
        ask(newcomers, 2);
        LockSupport.parkNanos(2_000_000);

        newcomers.expire();
        ask(newcomers, 1);

        assertThat(answers).hasSize(3);
        assertThat(answers.get(1)).isEmpty();
        assertThat(answers.get(2)).isPresent();
    }

    @Test
    void who_waits_comes_before_those_who_ask_later() {
        Newcomers newcomers = newcomers(1, 10, Duration.ofHours(1));
        List<String> order = new ArrayList<>();
        newcomers.enter().subscribe().with(answers::add);
        newcomers.enter().subscribe().with(place -> order.add("first"));
        newcomers.enter().subscribe().with(place -> order.add("second"));

        answers.getFirst().orElseThrow().leave();

        assertThat(order).containsExactly("first");
    }

    private void ask(Newcomers newcomers, int times) {
        for (int i = 0; i < times; i++) {
            newcomers.enter().subscribe().with(answers::add);
        }
    }

    private static Newcomers newcomers(int max, int waiting, Duration patience) {
        return new Newcomers(max, waiting, patience);
    }
}
