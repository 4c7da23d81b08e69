package dev.beckon.verify.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.verify.check.Checker;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker finds nothing in a correct system, and finds each bug with the named check. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MutantsTest {

    /** All in one lane, so that each mention is one record. */
    static final List<String> USERS = List.of("mia", "pam", "nan");
    static final int STEPS = 80;

    @Test
    void a_system_that_is_right_keeps_every_promise() {
        for (long seed = 0; seed < 200; seed++) {
            assertThat(Checker.violations(run(seed, null))).as("seed %d", seed).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_mutant_is_caught_by_the_promise_it_breaks(Mutant mutant) {
        assertThat(LongStream.range(0, 20).boxed()
                .flatMap(seed -> Checker.violations(run(seed, mutant)).stream())
                .anyMatch(violation -> violation.check().equals(mutant.caughtBy()))).as("is caught by %s", mutant.caughtBy()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void each_violation_comes_with_what_shows_it(Mutant mutant) {
        assertThat(Checker.violations(run(1, mutant)))
                .allSatisfy(violation -> assertThat(violation.evidence()).isNotEmpty());
    }

    static History run(long seed, @Nullable Mutant mutant) {
        Random choice = new Random(seed);
        SmallBeckon beckon = new SmallBeckon(USERS, mutant);
        for (int step = 0; step < STEPS; step++) {
            String user = USERS.get(choice.nextInt(USERS.size()));
            String key = "m" + step;
            switch (choice.nextInt(12)) {
                case 0 -> beckon.post(key, some(choice), false, true);
                case 1 -> {
                    List<String> recipients = some(choice);
                    beckon.post(key, recipients, true, false);
                    beckon.post(key, recipients, true, true);
                }
                case 2 -> {
                    List<String> recipients = some(choice);
                    beckon.post(key, recipients, true, true);
                    beckon.post(key, recipients, true, true);
                }
                case 3 -> beckon.postWithoutAnswer(key, some(choice));
                case 4 -> beckon.poison(key);
                case 5 -> beckon.see(user);
                case 6 -> beckon.readAll(user, choice.nextLong(beckon.newest(user) + 1));
                case 7 -> beckon.reconnect(user);
                case 8 -> beckon.restartRedis();
                case 9 -> beckon.consume(choice.nextInt(3) == 0, choice.nextInt(3) == 0);
                default -> beckon.post(key, some(choice), true, true);
            }
        }
        return beckon.end();
    }

    private static List<String> some(Random choice) {
        List<String> some = new ArrayList<>(USERS);
        Collections.shuffle(some, choice);
        return List.copyOf(some.subList(0, 1 + choice.nextInt(USERS.size())));
    }
}
