package dev.beckon.gateway.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.InboxFrame.Revisions;
import dev.beckon.gateway.notifications.InboxCursor.Next;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InboxCursorTest {

    final InboxCursor cursor = new InboxCursor(GapRepairTest.difference(0, 0, 3, 10));

    @ParameterizedTest(name = "at 10, a frame {0} -> {1} is {2}")
    @CsvSource({"10, 11, IN_ORDER", "9, 10, KNOWN", "3, 4, KNOWN", "11, 12, GAP", "10, 13, IN_ORDER", "12, 12, GAP",
            "10, 10, KNOWN"})
    void a_frame_is_judged_by_the_revision_it_follows(long previous, long rev, Next next) {
        assertThat(cursor.compare(new Revisions(previous, rev, GapRepairTest.EPOCH))).isEqualTo(next);
    }

    @Test
    void another_epoch_is_a_gap_whatever_the_revision() {
        assertThat(cursor.compare(new Revisions(9, 10, new UUID(9, 9)))).isEqualTo(Next.GAP);
    }

    @Test
    void a_new_notification_moves_the_place_of_the_newest_and_a_change_does_not() {
        cursor.advance(11, true);
        cursor.advance(12, false);

        assertThat(cursor.position()).isEqualTo(new Position("bob", 12L, GapRepairTest.EPOCH));
        assertThat(cursor.seq()).isEqualTo(4);
    }

    @Test
    void a_notification_that_is_given_again_moves_it_too_and_one_that_is_taken_back_does_not_move_it_back() {
        cursor.advance(11, false); // taken back
        cursor.advance(12, true); // given again, with a new seq

        assertThat(cursor.seq()).isEqualTo(4);
        cursor.moveTo(GapRepairTest.difference(0, 0, 5, 13).state());
        assertThat(cursor.seq()).isEqualTo(5);
    }

    @Test
    void an_inbox_restored_to_an_older_revision_differs_too() {
        assertThat(cursor.differsFrom(GapRepairTest.difference(0, 0, 3, 10).state())).isFalse();
        assertThat(cursor.differsFrom(GapRepairTest.difference(0, 0, 3, 8).state())).isTrue();
    }
}
