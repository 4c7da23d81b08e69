package dev.beckon.notification.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxFrame.Revisions;
import dev.beckon.contracts.Trail;
import dev.beckon.contracts.hints.Fingerprints;
import dev.beckon.notification.push.ChangeLog.Changes;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ChangeLogTest {

    static final UUID EPOCH = UUID.randomUUID();
    static final int ADA = Fingerprints.of("ada");
    static final int BOB = Fingerprints.of("bob");

    final ChangeLog log = new ChangeLog();

    @Test
    void each_revision_that_a_change_replaced_is_in_one_hint() {
        change("ada", 4);
        change("ada", 5);

        Changes first = log.take();
        Changes second = log.take();

        assertThat(first).isEqualTo(new Changes(
                Fingerprints.of(new int[] {Fingerprints.of(ADA, 4), Fingerprints.of(ADA, 5)}), Fingerprints.NONE, true, true));
        assertThat(second).isEqualTo(new Changes(Fingerprints.NONE, Fingerprints.NONE, true, true));
    }

    @Test
    void a_repeated_record_makes_its_users_unclear_since_the_revisions_of_its_first_delivery_are_unknown() {
        log.add(InboxFrame.stale("ada", 7, EPOCH));

        assertThat(log.take().unclear()).isEqualTo(users(ADA));
    }

    @Test
    void users_of_a_write_under_way_are_unclear_in_every_hint_until_it_ends() {
        ChangeLog.Write write = log.begin(List.of("ada", "bob"));

        assertThat(log.take()).isEqualTo(new Changes(Fingerprints.NONE, users(ADA, BOB), true, false));
        assertThat(log.take().unclear()).isEqualTo(users(ADA, BOB));
        change("ada", 4);
        log.end(write, true);

        assertThat(log.take()).isEqualTo(new Changes(Fingerprints.of(new int[] {Fingerprints.of(ADA, 4)}), Fingerprints.NONE, true, true));
    }

    @Test
    void users_of_a_write_that_failed_are_unclear_once_more() {
        log.end(log.begin(List.of("ada")), false);

        assertThat(log.take().unclear()).isEqualTo(users(ADA));
        assertThat(log.take().unclear()).isEqualTo(Fingerprints.NONE);
    }

    @Test
    void of_more_changes_than_a_hint_holds_the_first_are_in_it_and_it_is_not_complete() {
        IntStream.range(0, ChangeLog.MAX_CHANGES - 1).forEach(rev -> change("ada", rev));
        assertThat(log.take().isComplete()).isTrue();

        IntStream.range(0, ChangeLog.MAX_CHANGES + 1).forEach(rev -> change("ada", rev));
        Changes changes = log.take();

        assertThat(changes.isComplete()).isFalse();
        assertThat(changes.overtaken().contains(Fingerprints.of(ADA, 0))).isTrue();
        assertThat(changes.overtaken().contains(Fingerprints.of(ADA, ChangeLog.MAX_CHANGES))).isFalse();
        assertThat(log.take().isComplete()).isTrue();
    }

    private void change(String user, long previous) {
        log.add(new InboxFrame(user, "inbox_changed", new Revisions(previous, previous + 1, EPOCH), Trail.NONE, "{}"));
    }

    private static Fingerprints users(int... users) {
        return Fingerprints.of(users);
    }
}
