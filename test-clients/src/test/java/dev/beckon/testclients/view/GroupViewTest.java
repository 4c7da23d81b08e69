package dev.beckon.testclients.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.InboxPayload.GroupsChanged;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Notification.Group;
import dev.beckon.contracts.Source;
import dev.beckon.testclients.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A client that joins with {@code group}. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GroupViewTest {

    static final UUID EPOCH = new UUID(0, 1);

    final InboxView view = new InboxView(true);

    @Test
    void it_asks_for_groups_from_the_beginning_at_each_join() {
        assertThat(view.position()).isEqualTo(Map.of("group", "thread"));
        view.joined(reply(7, null, entry(7, "plan", 3)));

        assertThat(view.position()).isEqualTo(Map.of("group", "thread"));
        assertThat(view.faults()).isEmpty();
    }

    @Test
    void changed_groups_take_the_place_of_their_threads_and_others_go() {
        view.joined(reply(7, null, entry(7, "plan", 3), entry(6, "party", 1), entry(5, null, 1)));

        view.pushed("groups_changed", changed(9, false, null, List.of("party"), List.of(id(5)), entry(9, "plan", 5)));

        assertThat(view.groups().entries()).containsExactly(entry(9, "plan", 5));
        assertThat(view.faults()).isEmpty();
    }

    @Test
    void a_list_is_complete_down_to_its_next_page() {
        view.joined(reply(9, 6L, entry(9, "plan", 3), entry(6, "party", 1)));
        view.pushed("groups_changed", changed(10, false, null, List.of(), List.of(), entry(4, "plan", 1)));

        assertThat(view.groups().entries()).containsExactly(entry(6, "party", 1));

        view.pushed("groups_changed", changed(11, true, null, List.of(), List.of(), entry(4, "plan", 1)));
        assertThat(view.groups().entries()).containsExactly(entry(4, "plan", 1));
    }

    @Test
    void groups_of_an_earlier_revision_are_a_fault_and_so_are_those_that_were_not_asked_for() {
        view.joined(reply(7, null, entry(7, "plan", 3)));
        view.pushed("groups_changed", changed(7, false, null, List.of(), List.of(), entry(7, "plan", 3)));
        InboxView single = new InboxView();
        single.pushed("groups_changed", changed(7, false, null, List.of(), List.of()));

        assertThat(view.faults()).singleElement().asString().contains("sent before");
        assertThat(single.faults()).hasSize(1);
    }

    private static JsonNode reply(long rev, Long nextBefore, Notification... groups) {
        ObjectNode reply = (ObjectNode) Json.asTree(new Difference("ann", new InboxState(0, 0, rev, rev, EPOCH, 0), List.of(), true));
        reply.set("groups", Json.asTree(List.of(groups)));
        if (nextBefore != null) {
            reply.put("next_before", nextBefore);
        }
        return reply;
    }

    private static JsonNode changed(long rev, boolean snapshot, Long nextBefore, List<String> gone, List<UUID> goneIds,
            Notification... groups) {
        return Json.asTree(new GroupsChanged(rev, EPOCH, List.of(groups), gone, goneIds, nextBefore, snapshot));
    }

    private static UUID id(long seq) {
        return new UUID(1, seq);
    }

    private static Notification entry(long seq, String thread, int count) {
        Actor ada = new Actor("ada", "Ada");
        Notification newest = new Notification(id(seq), new UUID(2, seq), seq, seq, ada, new Source("comment", "1", "https://example.org",
                "t"),
                "text " + seq, Instant.EPOCH, "mention", thread, null, Instant.EPOCH, false, false);
        return thread == null ? newest : newest.in(new Group(thread, count, count, List.of(ada), 1));
    }
}
