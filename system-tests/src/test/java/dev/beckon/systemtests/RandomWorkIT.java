package dev.beckon.systemtests;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.testservers.Await.AFTER_RESTART;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * At the end every device shows the content of the inbox, and has received nothing twice or out of order.
 * {@code -Dbeckon.random.steps} sets the length, {@code -Dbeckon.random.seed} repeats a run.
 */
@SystemTest
@Timeout(value = 6, unit = TimeUnit.HOURS) // each step has a bound of its own, but the number of steps is configurable
class RandomWorkIT {

    private static final int STEPS = Integer.getInteger("beckon.random.steps", 250);
    private static final int ROUNDS = Math.max(1, STEPS / 250);

    /** Mentions accepted during each outage. */
    private static final int SOME = 100;

    private static final long SEED = Long.getLong("beckon.random.seed", System.nanoTime());

    final Beckon beckon;

    RandomWorkIT(Beckon beckon, TestReporter reporter) {
        this.beckon = beckon;
        reporter.publishEntry("seed", Long.toString(SEED));
    }

    @Test
    void while_people_read_and_devices_come_and_go() {
        RandomWork work = new RandomWork(beckon, Set.of());

        work.start(SEED, STEPS);
        work.join();

        assertAllExact(work);
    }

    @Test
    void while_servers_and_services_fail_as_well() {
        RandomWork work = new RandomWork(beckon, Set.of("unavailable"));

        work.start(SEED, Integer.MAX_VALUE);
        for (int round = 0; round < ROUNDS; round++) {
            work.during(beckon.outages()::redis, SOME);
            work.during(() -> beckon.outages().killed("gateway-1"), SOME);
            work.during(beckon.outages()::postgres, SOME);
            work.during(() -> beckon.outages().killed("notification-1"), SOME);
        }
        work.awaitMore(SOME);
        work.stop();

        assertAllExact(work);
    }

    private void assertAllExact(RandomWork work) {
        work.devices().forEach((user, both) -> {
            assertThat(work.mentionsOf(user)).isPositive();
            for (Device device : both) {
                within(AFTER_RESTART).untilAsserted(() -> {
                    assertThat(beckon.inboxes().state(user).seq()).isEqualTo(work.mentionsOf(user));
                    assertExact(device.view(), beckon.inboxes(), user);
                });
            }
        });
    }
}
