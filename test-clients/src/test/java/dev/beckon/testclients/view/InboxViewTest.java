package dev.beckon.testclients.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Source;
import dev.beckon.testclients.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InboxViewTest {

    static final UUID EPOCH = new UUID(0, 1);

    final InboxView view = new InboxView();

    @Test
    void a_snapshot_and_news_make_the_list_newest_first() {
        view.joined(reply(2, true, item(2, 2), item(1, 1)));
        view.pushed("new_notification", news(item(3, 3), 3));

        assertThat(view.items()).extracting(Notification::seq).containsExactly(3L, 2L, 1L);
        assertThat(view.news()).extracting(Notification::seq).containsExactly(3L);
        assertThat(view.unread()).isEqualTo(3);
        assertThat(view.faults()).isEmpty();
    }

    @Test
    void an_item_shown_twice_is_a_fault() {
        view.joined(reply(0, true));
        view.pushed("new_notification", news(item(1, 1), 1));
        view.pushed("new_notification", news(item(1, 1), 2));

        assertThat(view.faults()).anySatisfy(fault -> assertThat(fault).contains("twice"));
    }

    @Test
    void a_revision_that_goes_back_is_a_fault() {
        view.joined(reply(5, true, item(5, 5)));
        view.pushed("new_notification", news(item(4, 4), 4));

        assertThat(view.faults()).anySatisfy(fault -> assertThat(fault).contains("sent before"));
    }

    @Test
    void news_out_of_order_are_a_fault_unless_the_older_one_was_read_meanwhile() {
        view.joined(reply(0, true));
        view.pushed("new_notification", news(item(2, 2), 2));
        view.pushed("new_notification", news(read(item(1, 3)), 3));
        assertThat(view.faults()).isEmpty();

        view.pushed("new_notification", news(item(4, 4), 4));
        view.pushed("new_notification", news(item(3, 5), 5));
        assertThat(view.faults()).anySatisfy(fault -> assertThat(fault).contains("out of order"));
    }

    @Test
    void a_difference_that_is_not_by_revision_is_a_fault() {
        view.joined(reply(5, true, item(5, 5)));
        view.joined(reply(8, false, item(6, 6), item(7, 7), read(item(5, 8))));
        assertThat(view.faults()).isEmpty();

        view.joined(reply(10, false, item(9, 10), item(8, 9)));
        assertThat(view.faults()).anySatisfy(fault -> assertThat(fault).contains("difference out of order"));
    }

    @Test
    void a_difference_to_another_epoch_is_a_fault_and_a_snapshot_is_not() {
        view.joined(reply(5, true, item(5, 5)));
        view.joined(otherEpoch(reply(2, true, item(2, 2))));
        assertThat(view.faults()).isEmpty();
        assertThat(view.items()).extracting(Notification::seq).containsExactly(2L);

        view.joined(reply(3, false, item(3, 3)));
        assertThat(view.faults()).anySatisfy(fault -> assertThat(fault).contains("another history"));
    }

    @Test
    void what_changed_below_the_first_item_of_a_snapshot_is_neither_shown_nor_sent() {
        view.joined(reply(30, true, item(30, 30), item(29, 29)));
        view.joined(reply(31, false, read(item(3, 31))));

        assertThat(view.items()).extracting(Notification::seq).containsExactly(30L, 29L);
        assertThat(view.news()).isEmpty();
        assertThat(view.faults()).isEmpty();
    }

    @Test
    void what_another_device_has_read_and_archived_changes_the_list() {
        Notification first = item(1, 1);
        Notification second = item(2, 2);
        view.joined(reply(3, true, item(3, 3), second, first));

        view.pushed("inbox_changed", Json.asTree(
                new InboxChanged(new InboxState(1, 1, 3, 4, EPOCH, 0), List.of(second.id()), List.of(first.id()), List.of(), List.of(), List
                        .of(), List.of())));

        assertThat(view.items()).extracting(Notification::seq, Notification::read)
                .containsExactly(tuple(3L, false), tuple(2L, true));
    }

    @Test
    void what_is_archived_unarchived_read_and_unread_again_changes_the_list() {
        Notification first = item(1, 1);
        Notification second = item(2, 2);
        view.joined(reply(2, true, second, first));

        view.pushed("inbox_changed", Json.asTree(InboxChanged.archived(state(1, 3), List.of(first.id()))));
        assertThat(view.items()).extracting(Notification::seq).containsExactly(2L);
        view.pushed("inbox_changed", Json.asTree(InboxChanged.unarchived(state(2, 4), List.of(first.id()))));
        assertThat(view.items()).extracting(Notification::seq).containsExactly(2L, 1L);
        view.pushed("inbox_changed", Json.asTree(InboxChanged.counts(new InboxState(0, 0, 2, 5, EPOCH, 2))));
        view.pushed("inbox_changed", Json.asTree(InboxChanged.unread(new InboxState(1, 0, 2, 6, EPOCH, 2), List.of(first.id()))));

        assertThat(view.items()).extracting(Notification::seq, Notification::read)
                .containsExactly(tuple(2L, true), tuple(1L, false));
        assertThat(view.faults()).isEmpty();
    }

    @Test
    void an_edit_shows_the_new_text_and_is_no_news() {
        view.joined(reply(1, true, item(1, 1)));

        view.pushed("inbox_changed", Json.asTree(InboxChanged.updated(state(1, 2), text(item(1, 2), "edited"))));

        assertThat(view.items()).extracting(Notification::excerpt).containsExactly("edited");
        assertThat(view.news()).isEmpty();
        assertThat(view.faults()).isEmpty();
    }

    @Test
    void what_was_taken_back_is_gone_and_may_come_again_only_as_the_newest() {
        view.joined(reply(2, true, item(2, 2), item(1, 1)));
        view.pushed("inbox_changed", Json.asTree(InboxChanged.retracted(state(1, 3), List.of(item(1, 1).id()))));
        assertThat(view.items()).extracting(Notification::seq).containsExactly(2L);

        view.pushed("new_notification", news(item(1, 4).at(3), 2));
        assertThat(view.items()).extracting(Notification::seq).containsExactly(3L, 2L);
        assertThat(view.news()).extracting(Notification::id).containsExactly(item(1, 1).id());
        assertThat(view.faults()).isEmpty();

        view.pushed("inbox_changed", Json.asTree(InboxChanged.retracted(new InboxState(1, 1, 3, 5, EPOCH, 0), List.of(item(1, 1).id()))));
        view.pushed("inbox_changed", Json.asTree(InboxChanged.updated(state(1, 6), item(1, 6).at(3))));
        assertThat(view.faults()).singleElement().asString().contains("taken back");
    }

    @Test
    void a_join_names_what_was_taken_back_meanwhile() {
        view.joined(reply(2, true, item(2, 2), item(1, 1)));

        ObjectNode join = (ObjectNode) reply(4, false, item(3, 4));
        join.putArray("retracted").add(item(1, 1).id().toString());
        view.joined(join);

        assertThat(view.items()).extracting(Notification::seq).containsExactly(3L, 2L);
        assertThat(view.faults()).isEmpty();
    }

    @Test
    void a_notification_that_was_archived_before_the_view_began_and_is_not_any_more_leaves_a_hole_until_a_snapshot() {
        view.joined(reply(2, true, item(2, 2)));

        view.pushed("inbox_changed", Json.asTree(InboxChanged.unarchived(state(2, 3), List.of(item(1, 1).id()))));
        assertThat(view.hasHole()).isTrue();
        assertThat(view.position()).isEmpty();

        view.joined(reply(3, true, item(2, 2), item(1, 3)));
        assertThat(view.hasHole()).isFalse();
        assertThat(view.items()).extracting(Notification::seq).containsExactly(2L, 1L);
        assertThat(view.faults()).isEmpty();
    }

    @Test
    void a_form_that_is_older_than_the_shown_one_is_a_fault() {
        view.joined(reply(5, true, item(1, 5)));

        view.pushed("inbox_changed", Json.asTree(InboxChanged.updated(state(1, 6), item(1, 4))));

        assertThat(view.faults()).singleElement().asString().contains("older form");
    }

    private static InboxState state(int unread, long rev) {
        return new InboxState(unread, unread, 2, rev, EPOCH, 0);
    }

    private static Notification text(Notification n, String excerpt) {
        return new Notification(n.id(), n.mentionId(), n.seq(), n.rev(), n.actor(), n.source(), excerpt, n.occurredAt(), n.kind(), n
                .thread(), n.data(), n.createdAt(), n.read(), n.archived());
    }

    private static JsonNode reply(long rev, boolean snapshot, Notification... notifications) {
        return Json.asTree(new Difference("ann", new InboxState(0, 0, rev, rev, EPOCH, 0), List.of(notifications), snapshot));
    }

    private static JsonNode otherEpoch(JsonNode reply) {
        return Json.tree(reply.toString().replace(EPOCH.toString(), new UUID(0, 2).toString()));
    }

    private static JsonNode news(Notification notification, int count) {
        return Json.asTree(new NewNotification(
                notification, new InboxState(count, count, notification.seq(), notification.rev(), EPOCH, 0)));
    }

    private static Notification item(long seq, long rev) {
        return new Notification(new UUID(1, seq), new UUID(2, seq), seq, rev, new Actor("ada", "Ada"),
                new Source("comment", "1", "https://example.org", "t"), "text " + seq, Instant.EPOCH, "mention", null, null, Instant.EPOCH,
                false, false);
    }

    private static Notification read(Notification n) {
        return n.with(n.rev(), true, false);
    }
}
