package dev.beckon.verify.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.verify.check.Checker;
import dev.beckon.verify.check.Violation;
import dev.beckon.verify.history.History;
import dev.beckon.verify.model.SmallBeckon.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
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
    static final int STEPS = 120;
    static final List<Answer> OTHER_ANSWERS = List.of(Answer.UNAVAILABLE, Answer.LOST, Answer.LOST_AND_STORED);

    @Test
    void a_system_that_is_right_keeps_every_promise() {
        for (long seed = 0; seed < 200; seed++) {
            assertThat(Checker.violations(run(seed, null))).as("seed %d", seed).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_mutant_is_caught_by_the_promise_it_breaks(Mutant mutant) {
        Stream<Violation> violations = Stream.iterate(0L, seed -> seed + 1).limit(20)
                .flatMap(seed -> Checker.violations(run(seed, mutant)).stream());

        assertThat(violations).extracting(Violation::check).contains(mutant.caughtBy());
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
        SmallOwners owners = beckon.owners();
        for (int step = 0; step < STEPS; step++) {
            String user = USERS.get(choice.nextInt(USERS.size()));
            String key = "m" + step;
            switch (choice.nextInt(25)) {
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
                case 4 -> beckon.poison("poison-" + step);
                case 5 -> owners.see(user);
                case 6 -> owners.readAll(user, choice.nextLong(owners.newest(user) + 1));
                case 7 -> beckon.reconnect(user);
                case 8 -> beckon.restartRedis();
                case 9 -> beckon.consume(choice.nextInt(3) == 0, choice.nextInt(3) == 0);
                case 10, 11, 12 -> revise(beckon, "m" + choice.nextInt(step + 1), step, choice);
                case 13 -> owners.read(user, some(owners.ids(user), choice));
                case 14 -> owners.unread(user, some(owners.ids(user), choice));
                case 15 -> owners.archive(user, some(owners.ids(user), choice));
                case 16 -> owners.unarchive(user, some(owners.ids(user), choice));
                case 17 -> owners.archiveRead(user);
                case 18 -> bySource(owners, user, choice);
                case 19 -> {
                    List<String> recipients = some(choice);
                    String lost = "lost-" + step;
                    beckon.post(lost, recipients, true, true);
                    beckon.revokeAccess(lost, recipients.getFirst(), choice.nextBoolean(), true);
                    beckon.post(lost, recipients, true, true);
                }
                case 20 -> beckon.postThatExpires("brief-" + step, some(choice), 1 + choice.nextInt(60));
                case 21 -> leave(beckon, step, choice);
                default -> beckon.post(key, some(choice), true, true);
            }
        }
        return beckon.end();
    }

    /** Several revisions of one mention, repeated, in any order, and with any outcome. */
    private static void revise(SmallBeckon beckon, String key, int step, Random choice) {
        long first = 1 + 10L * (choice.nextBoolean() ? step : 2 * STEPS - step);
        List<Runnable> calls = new ArrayList<>();
        for (long revision = first; revision <= first + choice.nextInt(3); revision++) {
            long number = revision;
            boolean edits = choice.nextInt(3) > 0;
            List<String> recipients = edits ? some(choice) : List.of();
            for (int attempt = choice.nextInt(2); attempt >= 0; attempt--) {
                Answer answer = choice.nextInt(3) > 0 ? Answer.ACCEPTED : OTHER_ANSWERS.get(choice.nextInt(OTHER_ANSWERS.size()));
                calls.add(() -> beckon.revise(key, number, edits, recipients, answer));
            }
        }
        Collections.shuffle(calls, choice);
        calls.forEach(Runnable::run);
        beckon.revise(key, first + 9, true, USERS, Answer.REFUSED);
    }

    /** Somebody is mentioned, mentions others, and is erased: before or after the records are stored, which may come again. */
    private static void leave(SmallBeckon beckon, int step, Random choice) {
        String person = "gone" + step;
        beckon.post("alone-" + step, List.of(person), true, true);
        beckon.post("among-" + step, List.of(person, some(choice).getFirst()), true, true);
        beckon.postAs(person, "own-" + step, some(choice));
        if (choice.nextBoolean()) {
            beckon.consume(false, choice.nextBoolean());
        }
        beckon.erase(person);
    }

    private static void bySource(SmallOwners owners, String user, Random choice) {
        String source = "s" + choice.nextInt(SmallInbox.SOURCES);
        if (choice.nextBoolean()) {
            owners.read(user, source);
        } else {
            owners.archive(user, source);
        }
    }

    private static List<UUID> some(List<UUID> ids, Random choice) {
        List<UUID> some = new ArrayList<>(ids);
        Collections.shuffle(some, choice);
        return List.copyOf(some.subList(0, Math.min(some.size(), 2)));
    }

    private static List<String> some(Random choice) {
        List<String> some = new ArrayList<>(USERS);
        Collections.shuffle(some, choice);
        return List.copyOf(some.subList(0, 1 + choice.nextInt(USERS.size())));
    }
}
