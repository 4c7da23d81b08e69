package dev.beckon.gateway.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.hints.ChangeHint;
import dev.beckon.contracts.hints.Fingerprints;
import dev.beckon.gateway.notifications.ReconcilePlan.Cause;
import dev.beckon.gateway.notifications.ReconcilePlan.Round;
import dev.beckon.gateway.notifications.ReconcilePlan.Round.All;
import dev.beckon.gateway.notifications.ReconcilePlan.Round.Concerned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** In virtual time: the gateway looks for a round every second, and every round ends at once unless a test fails it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReconcilePlanTest {

    static final UUID EPOCH = UUID.randomUUID();
    static final int HINTS = 10;

    /** The promise: what is in PostgreSQL reaches every connected device within so many seconds. */
    static final int PROMISE = 30;

    final ReconcilePlan plan = new ReconcilePlan(Duration.ofMinutes(10), 0);
    final List<String> rounds = new ArrayList<>();
    int second;

    /** A gateway that knows its publishers and databases; {@link #rounds} begins after that. */
    private void begin(String... publishers) {
        for (String publisher : publishers) {
            hint(publisher, 1);
        }
        pass(HINTS);
        rounds.clear();
    }

    /** The hint of a publisher that sends one every ten seconds, and has changed something. */
    private void hint(String publisher, long number) {
        hint(publisher, number, HINTS, EPOCH, 0);
    }

    private void hint(String publisher, long number, int next, UUID epoch, long lost) {
        plan.received(new ChangeHint(publisher, number, Duration.ofSeconds(HINTS), Duration.ofSeconds(next), Map.of(epoch, lost),
                Fingerprints.NONE, Fingerprints.NONE), nanos(second));
    }

    private void pass(int seconds) {
        for (int end = second + seconds; second < end; second++) {
            Round round = next();
            if (round != null) {
                rounds.add(switch (round) {
                    case All(Cause cause) -> second + " " + cause;
                    case Concerned(List<ChangeHint> hints, _) -> second + " hints " + hints.stream().map(
                            hint -> hint.publisher() + hint.number()).toList();
                });
                plan.finished(round, true, nanos(second));
            }
        }
    }

    private Round next() {
        return plan.next(false, nanos(second));
    }

    private static long nanos(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private List<String> ofAll() {
        return rounds.stream().filter(round -> !round.contains("hints")).toList();
    }

    @Nested
    class Without_a_loss {

        @Test
        void all_members_are_compared_once_in_ten_minutes_and_else_those_whom_hints_concern() {
            begin("a", "b");
            for (int number = 2; number <= 120; number++) {
                hint("a", number);
                hint("b", number);
                pass(HINTS);
            }

            // The interval begins with the comparison at the start.
            assertThat(ofAll()).containsExactly("605 INTERVAL");
            assertThat(rounds.getFirst()).isEqualTo("16 hints [a2, b2]");
            assertThat(rounds).hasSize(119);
        }

        @Test
        void a_publisher_that_comes_or_leaves_is_no_loss() {
            begin("a");
            hint("a", 2);
            hint("b", 1);
            pass(HINTS);
            hint("a", 3, 0, EPOCH, 0);
            for (int number = 2; number < 10; number++) {
                hint("b", number);
                pass(HINTS);
            }

            assertThat(ofAll()).isEmpty();
        }

        @Test
        void a_hint_that_is_late_or_repeated_is_no_loss() {
            begin("a");
            hint("a", 2);
            pass(HINTS + 4);
            hint("a", 3);
            hint("a", 2);
            hint("a", 3);
            pass(HINTS);

            assertThat(rounds).containsExactly("16 hints [a2]", "30 hints [a3]");
        }

        @Test
        void a_gateway_that_starts_later_than_its_publishers_compares_once() {
            second = 3;
            hint("a", 70);
            pass(HINTS);
            hint("a", 71);
            pass(HINTS);

            assertThat(ofAll()).containsExactly("5 DATABASE");
        }
    }

    @Nested
    class A_sign_of_a_loss {

        @Test
        void a_missed_hint_is_one_within_the_promise() {
            begin("a", "b");
            hint("b", 2);
            pass(HINTS); // a's second hint is lost, of changes made since the first
            hint("b", 3);
            hint("a", 3);
            pass(HINTS);

            assertThat(ofAll()).hasSize(1).allSatisfy(round -> assertThat(round).endsWith("PUBLISHER_SILENT"));
            assertThat(secondOf(ofAll().getFirst())).isLessThan(PROMISE);
        }

        @Test
        void a_number_that_is_not_the_next_is_one_though_no_hint_is_overdue() {
            begin("a");
            hint("a", 2);
            pass(HINTS);
            hint("a", 4);
            pass(2);

            assertThat(ofAll()).containsExactly("20 HINT_MISSED");
        }

        @Test
        void a_publisher_that_ends_is_one_once_and_within_the_promise() {
            begin("a", "b");
            int end = second;
            for (int number = 2; number < 12; number++) {
                hint("b", number);
                pass(HINTS);
            }

            assertThat(ofAll()).hasSize(1).allSatisfy(round -> assertThat(round).endsWith("PUBLISHER_SILENT"));
            assertThat(secondOf(ofAll().getFirst()) - end).isLessThan(PROMISE - HINTS);
        }

        @Test
        void one_that_stood_still_and_goes_on_is_compared_with_once() {
            begin("a");
            pass(40);
            rounds.clear();
            plan.received(new ChangeHint("a", 2, Duration.ofSeconds(48), Duration.ofSeconds(HINTS), Map.of(EPOCH, 0L), Fingerprints.NONE,
                    Fingerprints.NONE), nanos(second));
            pass(HINTS);

            assertThat(ofAll()).isEmpty();
        }

        @Test
        void a_hint_that_was_not_published_is_one_at_whichever_publisher_says_so() {
            begin("a", "b");
            hint("a", 2, HINTS, EPOCH, 1);
            hint("b", 2, HINTS, EPOCH, 0);
            pass(HINTS);
            hint("a", 3, HINTS, EPOCH, 1);
            hint("b", 3, HINTS, EPOCH, 1);
            pass(HINTS);

            assertThat(ofAll()).containsExactly("10 DATABASE");
        }

        @Test
        void a_restored_database_is_one() {
            begin("a");
            hint("a", 2, HINTS, UUID.randomUUID(), 0);
            pass(HINTS);

            assertThat(ofAll()).containsExactly("10 DATABASE");
        }

        @Test
        void an_interruption_and_an_unreadable_hint_are_ones_and_several_at_once_are_one() {
            begin("a");
            hint("a", 2);
            plan.lost(Cause.INTERRUPTED);
            pass(1);
            plan.lost(Cause.HINT_UNREADABLE);
            plan.lost(Cause.INTERRUPTED);
            pass(HINTS);

            assertThat(ofAll()).containsExactly("10 INTERRUPTED", "15 HINT_UNREADABLE");
        }

        @Test
        void hints_that_an_interruption_swallowed_ask_for_no_second_comparison() {
            begin("a");
            pass(4); // Redis is away for a's second hint
            plan.interrupted(nanos(second));
            pass(6);
            hint("a", 3);
            pass(HINTS);

            assertThat(ofAll()).containsExactly("14 INTERRUPTED");
        }

        @Test
        void without_hints_all_are_compared_within_the_promise_again_and_again() {
            pass(121);

            assertThat(rounds).containsExactly("25 NO_HINTS", "50 NO_HINTS", "75 NO_HINTS", "100 NO_HINTS");
        }

        @Test
        void too_many_publishers_are_one() {
            begin("a");
            IntStream.rangeClosed(0, ReconcilePlan.MAX_KNOWN).forEach(number -> hint("p" + number, 1));
            pass(1);

            assertThat(ofAll()).containsExactly("10 HINT_UNREADABLE");
        }

        private int secondOf(String round) {
            return Integer.parseInt(round.substring(0, round.indexOf(' ')));
        }
    }

    @Nested
    class A_round {

        @Test
        void that_fails_is_repeated() {
            begin("a");
            plan.lost(Cause.INTERRUPTED);
            Round round = next();
            plan.finished(round, false, nanos(second));
            pass(HINTS);

            assertThat(rounds).containsExactly("15 INTERRUPTED");
        }

        @Test
        void of_hints_that_fails_is_repeated_with_the_same_hints() {
            begin("a");
            hint("a", 2);
            second += 6;
            Round round = next();
            plan.finished(round, false, nanos(second));
            pass(6);

            assertThat(rounds).containsExactly("21 hints [a2]");
        }

        @Test
        void of_all_covers_the_hints_received_before_it() {
            begin("a");
            hint("a", 2);
            plan.lost(Cause.INTERRUPTED);
            pass(HINTS);

            assertThat(rounds).containsExactly("10 INTERRUPTED");
        }

        @Test
        void is_made_for_members_who_ask_though_no_hint_concerns_them() {
            begin("a");

            assertThat(plan.next(true, nanos(second))).isEqualTo(new Concerned(List.of(), nanos(second - 6)));
        }
    }
}
