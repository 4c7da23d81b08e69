package dev.beckon.examples.training.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.examples.training.auth.Role;
import dev.beckon.examples.training.auth.User;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TrainingSessionTest {

    final TrainingSession session = new TrainingSession(List.of("one", "two"), 2);

    @Test
    void what_is_completed_twice_is_completed() {
        session.admit(participant("ada"));

        session.complete("ada", 2);
        session.complete("ada", 2);

        assertThat(session.completed("ada")).containsExactly(2);
    }

    @Test
    void as_many_as_are_allowed_are_admitted_and_come_back_but_one_more_is_not() {
        assertThat(session.admit(participant("ada"))).isTrue();
        assertThat(session.admit(participant("bob"))).isTrue();

        assertThat(session.admit(participant("carol"))).isFalse();
        assertThat(session.admit(participant("ada"))).isTrue();
        assertThat(session.progress()).extracting(TrainingSession.Progress::user).containsExactly("ada", "bob");
    }

    private static User participant(String id) {
        return new User(id, id, Role.PARTICIPANT, Instant.MAX);
    }
}
