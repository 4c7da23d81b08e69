package dev.beckon.systemtests.faults;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Notification;
import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An operator restores an older state of the database and gives it a new epoch: clients discard changes that it does not contain. */
@SystemTest
class RestoredDatabaseIT {

    final Beckon beckon;
    final String alice;

    RestoredDatabaseIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
    }

    @Test
    void a_connected_device_takes_a_fresh_snapshot() {
        Device device = beckon.device(1, alice);
        beckon.mentions().post("kept 1", alice);
        beckon.mentions().post("kept 2", alice);
        soon().untilAsserted(() -> assertThat(device.view().unread()).isEqualTo(2));
        beckon.mentions().post("lost", alice);
        soon().untilAsserted(() -> assertThat(device.view().unread()).isEqualTo(3));

        restoreToTwo();

        soon().untilAsserted(() -> assertExact(device.view(), beckon.inboxes(), alice));
        soon().untilAsserted(() -> assertThat(device.view().items()).extracting(Notification::excerpt).doesNotContain("lost").hasSize(2));
        beckon.mentions().post("new", alice);
        soon().untilAsserted(() -> assertThat(device.view().items()).extracting(Notification::excerpt)
                .containsExactlyInAnyOrder("kept 1", "kept 2", "new"));
        assertExact(device.view(), beckon.inboxes(), alice);
    }

    @Test
    void a_device_that_comes_back_with_the_old_epoch_gets_a_snapshot() throws Exception {
        beckon.mentions().post("one", alice);
        soon().untilAsserted(() -> assertThat(beckon.inboxes().state(alice).rev()).isEqualTo(1));
        String old = beckon.inboxes().state(alice).epoch().toString();

        newEpoch();
        var reply = beckon.connect(1, alice).join("notifications:" + alice, Map.of("rev", 1, "epoch", old));

        assertThat(reply.response().path("snapshot").asBoolean()).isTrue();
        assertThat(reply.response().path("epoch").asText()).isNotEqualTo(old);
        assertThat(reply.response().path("notifications")).hasSize(1);
    }

    private void restoreToTwo() {
        beckon.database().execute("DELETE FROM notification WHERE recipient_id = ? AND seq = 3", alice);
        beckon.database().execute("UPDATE inbox SET seq = 2, rev = 2, unread = 2, unseen = 2 WHERE recipient_id = ?", alice);
        newEpoch();
    }

    private void newEpoch() {
        beckon.database().execute("UPDATE lane SET epoch = gen_random_uuid()");
        beckon.database().execute("UPDATE database_epoch SET epoch = gen_random_uuid()");
    }
}
