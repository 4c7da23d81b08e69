package dev.beckon.gateway.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.InboxState;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CatchUpQueueTest {

    private static final Duration GAP = Duration.ofMillis(50);
    private static final int WAITING = 600;

    private record Call(List<Position> positions, CompletableFuture<List<@Nullable Difference>> answer) {

        void answered() {
            answer.complete(new ArrayList<>(positions.stream().map(CatchUpQueueTest::difference).toList()));
        }
    }

    final List<Call> calls = new ArrayList<>();
    final List<Runnable> timers = new ArrayList<>();
    long nanos;

    final CatchUpQueue queue = new CatchUpQueue(this::call, WAITING, new CatchUpQueue.Clock(() -> nanos,
            (delay, task) -> timers.add(task)));

    @Test
    void the_first_one_goes_out_at_once() {
        ask("ada");

        assertThat(sizes()).containsExactly(1);
    }

    @Test
    void one_after_a_quiet_moment_goes_out_at_once() {
        ask("ada");
        calls.getFirst().answered();
        nanos += GAP.toNanos();
        ask("bob");

        assertThat(sizes()).containsExactly(1, 1);
        assertThat(timers).isEmpty();
    }

    @Test
    void those_that_come_soon_after_a_call_share_the_next_one() {
        ask("ada");
        calls.getFirst().answered();
        nanos += GAP.toNanos() - 1;
        CompletableFuture<Difference> bob = ask("bob");
        CompletableFuture<Difference> cleo = ask("cleo");
        assertThat(sizes()).containsExactly(1);

        pass();
        calls.getLast().answered();

        assertThat(sizes()).containsExactly(1, 2);
        assertThat(bob.join().user()).isEqualTo("bob");
        assertThat(cleo.join().user()).isEqualTo("cleo");
    }

    @Test
    void a_thousand_members_within_a_second_are_twenty_calls() {
        for (int i = 0; i < 1_000; i++) {
            ask("user" + i);
            calls.forEach(Call::answered);
            nanos += Duration.ofMillis(1).toNanos();
            if (nanos % GAP.toNanos() == 0) {
                ring();
            }
        }

        assertThat(calls).hasSizeBetween(20, 21);
    }

    @Test
    void as_many_as_fill_a_call_do_not_wait() {
        ask("ada");
        IntStream.range(0, CatchUp.MAX_USERS - 1).forEach(i -> ask("user" + i));
        assertThat(sizes()).containsExactly(1);

        ask("the last one");

        assertThat(sizes()).containsExactly(1, CatchUp.MAX_USERS);
    }

    @Test
    void while_two_calls_are_under_way_the_others_wait_for_their_end() {
        ask("ada");
        pass();
        ask("bob");
        pass();
        ask("cleo");
        pass();
        assertThat(sizes()).containsExactly(1, 1);

        calls.getFirst().answered();

        assertThat(sizes()).containsExactly(1, 1, 1);
    }

    @Test
    void a_call_that_fails_fails_its_members_and_the_next_call_goes_out() {
        CompletableFuture<Difference> ada = ask("ada");
        calls.getFirst().answer().completeExceptionally(new InboxClient.UnavailableException("unavailable", "away"));
        pass();
        ask("bob");

        assertThatThrownBy(ada::join).hasCauseInstanceOf(InboxClient.UnavailableException.class);
        assertThat(sizes()).containsExactly(1, 1);
    }

    @Test
    void members_whose_database_is_away_are_refused_and_the_others_of_the_call_are_answered() {
        ask("ada");
        CompletableFuture<Difference> bob = ask("bob");
        CompletableFuture<Difference> cleo = ask("cleo");
        pass();

        calls.getLast().answer().complete(Arrays.asList(null, difference(calls.getLast().positions().getLast())));

        assertThatThrownBy(bob::join).hasCauseInstanceOf(InboxClient.UnavailableException.class).hasMessageContaining("away");
        assertThat(cleo.join().user()).isEqualTo("cleo");
    }

    @Test
    void one_more_than_may_wait_is_refused_as_busy() {
        ask("ada");
        IntStream.range(0, CatchUp.MAX_USERS).forEach(i -> ask("user" + i)); // two calls are under way
        CompletableFuture<Difference> last = IntStream.range(0, WAITING).mapToObj(i -> ask("later" + i)).toList().getLast();
        CompletableFuture<Difference> tooMany = ask("one more");

        assertThat(last).isNotDone();
        assertThatThrownBy(tooMany::join).hasCauseInstanceOf(InboxClient.UnavailableException.class).hasMessageContaining("wait");
    }

    private CompletableFuture<Difference> ask(String user) {
        return queue.catchUp(new Position(user, 1L, null)).subscribeAsCompletionStage();
    }

    private void pass() {
        nanos += GAP.toNanos();
        ring();
    }

    private void ring() {
        List<Runnable> due = List.copyOf(timers);
        timers.clear();
        due.forEach(Runnable::run);
    }

    private List<Integer> sizes() {
        return calls.stream().map(call -> call.positions().size()).toList();
    }

    private Uni<List<@Nullable Difference>> call(List<Position> positions) {
        calls.add(new Call(positions, new CompletableFuture<>()));
        return Uni.createFrom().completionStage(calls.getLast().answer());
    }

    private static Difference difference(Position position) {
        return new Difference(position.user(), InboxState.empty(new UUID(1, 1)), List.of(), true);
    }
}
