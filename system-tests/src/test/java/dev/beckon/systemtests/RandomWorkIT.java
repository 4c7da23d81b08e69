package dev.beckon.systemtests;

import static dev.beckon.systemtests.client.Eventually.AFTER_RESTART;
import static dev.beckon.systemtests.client.Eventually.eventually;
import static dev.beckon.systemtests.client.ViewAssertions.assertExact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.client.Device;
import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SystemTest;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Whatever happens, in the end every device shows what the inbox holds, and was told nothing twice or out of order.
 * {@code -Dbeckon.random.steps} makes it longer, {@code -Dbeckon.random.seed} repeats the choices.
 */
@SystemTest
class RandomWorkIT {

    private static final int STEPS = Integer.getInteger("beckon.random.steps", 250);
    private static final int MOST_STEPS = 4 * STEPS;

    /** Mentions during one outage. */
    private static final int SOME = 30;

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

        work.start(SEED, MOST_STEPS);
        try (Outage _ = beckon.outages().redis()) {
            work.awaitMore(SOME);
        }
        try (Outage _ = beckon.outages().killed("gateway-1")) {
            work.awaitMore(SOME);
        }
        try (Outage _ = beckon.outages().postgres()) {
            work.awaitMore(SOME);
        }
        try (Outage _ = beckon.outages().killed("notification-1")) {
            work.awaitMore(SOME);
        }
        work.awaitMore(SOME);
        work.stop();
        work.join();

        assertAllExact(work);
    }

    private void assertAllExact(RandomWork work) {
        work.devices().forEach((user, both) -> {
            assertThat(work.mentionsOf(user)).isPositive();
            for (Device device : both) {
                eventually(AFTER_RESTART, () -> {
                    assertThat(beckon.inboxes().state(user).seq()).isEqualTo(work.mentionsOf(user));
                    assertExact(device.view(), beckon.inboxes(), user);
                });
            }
        });
    }
}
