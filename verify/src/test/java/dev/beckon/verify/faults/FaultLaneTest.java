package dev.beckon.verify.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.verify.history.Fact.FaultEnded;
import dev.beckon.verify.history.HistoryLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
class FaultLaneTest {

    static final FaultLane.Pace QUICK = new FaultLane.Pace(Duration.ofMillis(1), Duration.ofMillis(1), false);
    static final FaultLane.Pace THOROUGH = new FaultLane.Pace(Duration.ofMillis(1), Duration.ofMillis(1), true);
    static final FaultLane.Pace ENDLESS = new FaultLane.Pace(Duration.ofMinutes(10), Duration.ofMillis(1), false);

    final HistoryLog log = new HistoryLog();
    final AtomicInteger broken = new AtomicInteger();
    final CountDownLatch struck = new CountDownLatch(9);

    record Counted(String name, AtomicInteger broken, CountDownLatch struck) implements Fault {

        @Override
        public Damage strike(RandomGenerator choice) {
            broken.incrementAndGet();
            struck.countDown();
            return new Damage(name, broken::decrementAndGet);
        }
    }

    @Test
    void all_faults_come_before_any_comes_again_and_one_at_a_time() throws Exception {
        FaultLane lane = new FaultLane(List.of(counted("a"), counted("b"), counted("c")), log, QUICK, List::of, 1);

        CompletableFuture<Void> end = lane.start();
        struck.await();
        lane.stop();
        end.get(30, TimeUnit.SECONDS);

        List<String> made = log.history().all(FaultEnded.class).map(FaultEnded::fault).toList();
        assertThat(made.subList(0, 3)).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(made.subList(3, 6)).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(broken).hasValue(0);
    }

    @Test
    void where_the_pace_wants_it_each_fault_is_made_though_the_time_is_over() throws Exception {
        FaultLane lane = new FaultLane(List.of(counted("a"), counted("b"), counted("c")), log, THOROUGH, List::of, 1);

        lane.stop();
        lane.start().get(10, TimeUnit.SECONDS);

        assertThat(log.history().all(FaultEnded.class).map(FaultEnded::fault).toList()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void what_is_broken_when_it_is_stopped_is_mended_at_once() throws Exception {
        CountDownLatch once = new CountDownLatch(1);
        FaultLane lane = new FaultLane(List.of(new Counted("a", broken, once)), log, ENDLESS, List::of, 1);

        CompletableFuture<Void> end = lane.start();
        once.await();
        lane.stop();

        end.get(30, TimeUnit.SECONDS);
        assertThat(broken).hasValue(0);
    }

    @Test
    void when_it_is_abandoned_what_is_broken_is_mended_and_nothing_is_broken_any_more() throws Exception {
        FaultLane.Pace pace = new FaultLane.Pace(Duration.ofMinutes(10), Duration.ofMillis(1), true);
        FaultLane lane = new FaultLane(List.of(counted("a"), counted("b")), log, pace, List::of, 1);

        CompletableFuture<Void> end = lane.start();
        while (broken.get() == 0) {
            Thread.onSpinWait();
        }
        lane.abandon();

        assertThat(broken).hasValue(0);
        end.get(30, TimeUnit.SECONDS);
        assertThat(log.history().all(FaultEnded.class)).hasSize(1);
    }

    @Test
    void a_fault_that_another_one_prevents_is_passed_over() throws Exception {
        Fault impossible = new Fault() {
            @Override
            public String name() {
                return "impossible";
            }

            @Override
            public Damage strike(RandomGenerator choice) throws IOException {
                struck.countDown();
                throw new IOException("Kafka is away");
            }
        };
        FaultLane lane = new FaultLane(List.of(impossible, counted("a")), log, QUICK, List::of, 1);

        CompletableFuture<Void> end = lane.start();
        struck.await();
        lane.stop();

        end.get(30, TimeUnit.SECONDS);
        assertThat(log.history().all(FaultEnded.class).map(FaultEnded::target))
                .anyMatch(target -> target.startsWith("not made: ")).contains("a");
    }

    @Test
    void a_system_that_does_not_come_back_ends_the_lane() {
        Fault outage = new Outage("kill", List.of("gateway-1"), _ -> {}, _ -> {}, 1);
        FaultLane lane = new FaultLane(List.of(outage), log, QUICK, () -> List.of("gateway-1"), 1);

        assertThatThrownBy(() -> lane.start().get(30, TimeUnit.SECONDS))
                .hasMessageContaining("after kill of gateway-1 not ready: [gateway-1]");
    }

    /** All requested faults may be in the other lane; an empty lane must not end the other lane's time. */
    @Test
    void a_lane_without_faults_lasts_until_it_is_stopped() throws Exception {
        FaultLane lane = new FaultLane(List.of(), log, QUICK, List::of, 1);
        FaultLane other = new FaultLane(List.of(counted("a")), log, QUICK, List::of, 1);

        CompletableFuture<Void> end = lane.start();
        CompletableFuture<Void> otherEnd = other.start();
        struck.await();

        assertThat(end).isNotDone();
        lane.stop();
        other.stop();
        end.get(30, TimeUnit.SECONDS);
        otherEnd.get(30, TimeUnit.SECONDS);
    }

    private Fault counted(String name) {
        return new Counted(name, broken, struck);
    }
}
