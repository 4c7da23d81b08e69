package dev.beckon.gateway.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Retraction;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Source;
import dev.beckon.gateway.notifications.GapRepair.MissedEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GapRepairTest {

    static final UUID EPOCH = UUID.fromString("00000000-0000-4000-8000-000000000001");

    @Test
    void new_notifications_come_in_order_and_the_counts_grow_to_the_inboxs() {
        List<MissedEvent> events = repair(difference(5, 3, 12, 22, unread(11, 21), unread(12, 22)), 10);

        assertThat(events).extracting(MissedEvent::event).containsOnly("new_notification");
        assertThat(events).extracting(MissedEvent::payload).extracting(
                p -> ((NewNotification) p).state())
                .containsExactly(new InboxState(4, 2, 11, 21, EPOCH, 0), new InboxState(5, 3, 12, 22, EPOCH, 0));
    }

    @Test
    void what_was_read_or_archived_elsewhere_comes_as_one_change() {
        Notification read = notification(3, 21, true, false);
        Notification archived = notification(4, 22, true, true);

        List<MissedEvent> events = repair(difference(1, 0, 10, 22, read, archived), 10);

        assertThat(events).singleElement().extracting(MissedEvent::payload).isEqualTo(new InboxChanged(
                new InboxState(1, 0, 10, 22, EPOCH, 0), List.of(read.id()), List.of(archived.id()), List.of(), List.of(), List.of(),
                List.of(read, archived)));
    }

    @Test
    void changes_and_news_come_by_ascending_revision() {
        List<MissedEvent> events = repair(
                difference(2, 1, 11, 23, notification(3, 21, true, false), unread(11, 22), notification(5, 23, true, false)), 10);

        assertThat(events).extracting(MissedEvent::event)
                .containsExactly("inbox_changed", "new_notification", "inbox_changed");
        assertThat(((InboxChanged) events.get(0).payload()).state().rev()).isEqualTo(21);
        assertThat(((InboxChanged) events.get(2).payload()).state().rev()).isEqualTo(23);
    }

    @Test
    void a_change_without_a_row_such_as_seen_closes_the_repair() {
        List<MissedEvent> events = repair(difference(1, 0, 11, 23, unread(11, 22)), 10);

        assertThat(events).hasSize(2);
        assertThat(((InboxChanged) events.get(1).payload()).state().rev()).isEqualTo(23);
        assertThat(((InboxChanged) events.get(1).payload()).state().unseen()).isZero();
    }

    @Test
    void a_notification_archived_before_the_member_got_it_is_not_shown() {
        List<MissedEvent> events = repair(difference(0, 0, 11, 22, notification(11, 22, true, true)), 10);

        assertThat(events).extracting(MissedEvent::event).containsExactly("inbox_changed");
    }

    @Test
    void one_that_was_read_meanwhile_does_not_count_as_unread() {
        List<MissedEvent> events = repair(difference(1, 0, 12, 23, unread(12, 22), notification(11, 23, true, false)), 10);

        assertThat(events).extracting(MissedEvent::payload).extracting(p -> ((NewNotification) p).state().unread())
                .containsExactly(1, 1);
    }

    @Test
    void two_new_notifications_read_together_need_a_new_join() {
        Difference difference = difference(0, 0, 12, 23, notification(11, 23, true, false), notification(12, 23, true, false));

        assertThat(GapRepair.events(difference, 10)).isEmpty();
    }

    @Test
    void a_known_and_a_new_notification_read_together_need_a_new_join() {
        Difference difference = difference(0, 0, 11, 22, notification(9, 22, true, false), notification(11, 22, true, false));

        assertThat(GapRepair.events(difference, 10)).isEmpty();
    }

    @Test
    void two_known_notifications_read_together_are_one_change() {
        assertThat(repair(difference(0, 0, 10, 21, notification(8, 21, true, false), notification(9, 21, true, false)), 10))
                .hasSize(1);
    }

    @Test
    void what_was_edited_unarchived_or_marked_unread_comes_as_it_is_now() {
        Notification edited = notification(3, 21, true, false);
        Notification unreadAgain = unread(4, 22);

        List<MissedEvent> events = repair(difference(1, 0, 10, 22, edited, unreadAgain), 10);

        assertThat(events).singleElement().extracting(MissedEvent::payload).isEqualTo(new InboxChanged(new InboxState(
                1, 0, 10, 22, EPOCH, 0), List.of(edited.id()), List.of(), List.of(), List.of(), List.of(), List.of(edited, unreadAgain)));
    }

    @Test
    void what_was_taken_back_comes_in_its_place_among_news_and_changes() {
        Retraction first = retraction(3, 20);
        Retraction second = retraction(4, 22);
        Retraction third = retraction(5, 24);

        List<MissedEvent> events = repair(
                difference(2, 2, 12, 24, List.of(first, second, third), unread(11, 21), unread(12, 23)), 10);

        assertThat(events).extracting(MissedEvent::payload).containsExactly(
                takenBack(new InboxState(0, 0, 12, 20, EPOCH, 0), first),
                new NewNotification(unread(11, 21), new InboxState(1, 1, 11, 21, EPOCH, 0)),
                takenBack(new InboxState(1, 1, 12, 22, EPOCH, 0), second),
                new NewNotification(unread(12, 23), new InboxState(2, 2, 12, 23, EPOCH, 0)),
                takenBack(new InboxState(2, 2, 12, 24, EPOCH, 0), third));
    }

    @Test
    void changes_and_retractions_without_news_between_them_come_as_one_event() {
        Notification read = notification(3, 22, true, false);

        List<MissedEvent> events = repair(
                difference(0, 0, 10, 24, List.of(retraction(4, 21), retraction(5, 23)), read), 10);

        assertThat(events).singleElement().extracting(MissedEvent::payload).isEqualTo(new InboxChanged(
                new InboxState(0, 0, 10, 24, EPOCH, 0), List.of(read.id()), List.of(), List.of(new UUID(1, 4), new UUID(1, 5)), List.of(),
                List.of(), List.of(read)));
    }

    @Test
    void a_retraction_of_something_the_member_never_got_changes_only_counts_and_names_an_id_it_may_have_from_before() {
        Retraction neverSent = retraction(11, 22);

        List<MissedEvent> events = repair(difference(0, 0, 11, 22, List.of(neverSent)), 10);

        assertThat(events).extracting(MissedEvent::payload)
                .containsExactly(takenBack(new InboxState(0, 0, 11, 22, EPOCH, 0), neverSent));
    }

    @Test
    void a_notification_that_was_taken_back_and_given_again_is_new() {
        Notification again = unread(11, 23);

        List<MissedEvent> events = repair(difference(1, 1, 11, 23, again), 10);

        assertThat(events).extracting(MissedEvent::payload)
                .containsExactly(new NewNotification(again, new InboxState(1, 1, 11, 23, EPOCH, 0)));
    }

    @Test
    void an_unread_notification_that_was_edited_after_the_next_one_came_needs_a_new_join() {
        assertThat(GapRepair.events(difference(2, 2, 12, 23, unread(12, 22), unread(11, 23)), 10)).isEmpty();
    }

    static InboxChanged takenBack(InboxState state, Retraction retraction) {
        return InboxChanged.retracted(state, List.of(retraction.id()));
    }

    static Retraction retraction(long seq, long rev) {
        return new Retraction(new UUID(1, seq), seq, rev);
    }

    static Difference difference(int unread, int unseen, long seq, long rev, List<Retraction> retracted, Notification... changed) {
        return new Difference("bob", new InboxState(unread, unseen, seq, rev, EPOCH, 0), List.of(changed), retracted, false);
    }

    static List<MissedEvent> repair(Difference difference, long knownSeq) {
        return GapRepair.events(difference, knownSeq).orElseThrow();
    }

    static Difference difference(int unread, int unseen, long seq, long rev, Notification... changed) {
        return new Difference("bob", new InboxState(unread, unseen, seq, rev, EPOCH, 0), List.of(changed), false);
    }

    static Notification unread(long seq, long rev) {
        return notification(seq, rev, false, false);
    }

    static Notification notification(long seq, long rev, boolean read, boolean archived) {
        return new Notification(new UUID(1, seq), new UUID(2, seq), seq, rev, new Actor("ada", "Ada"),
                new Source("comment", "1", "https://example.org", "Title"), "hello", Instant.EPOCH, "mention", null, null, Instant.EPOCH,
                read, archived);
    }
}
