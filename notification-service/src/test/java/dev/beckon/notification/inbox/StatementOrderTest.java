package dev.beckon.notification.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.MentionRetracted;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.inbox.MentionChange.Created;
import dev.beckon.notification.inbox.MentionChange.Retracted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StatementOrderTest {

    private final StatementOrder order = new StatementOrder();
    private int index;

    @Test
    void an_edit_of_every_lane_is_one_statement() {
        UUID id = UUID.randomUUID();

        Lane.ALL.forEach(lane -> add(retraction(lane, id)));

        assertThat(order.batches()).hasSize(1);
        assertThat(order.batches().getFirst().changes()).hasSize(Lane.COUNT);
    }

    @Test
    void new_mentions_before_and_after_an_edit_are_two_statements_for_its_lane_and_one_for_others() {
        add(mention("ada"));
        add(retraction(Lane.of("ada"), UUID.randomUUID()));
        add(mention("ada"));
        add(mention("bob"));

        assertThat(indices()).containsExactly(List.of(0, 3), List.of(1), List.of(2));
    }

    @Test
    void two_edits_of_a_lane_are_two_statements() {
        add(retraction(Lane.of("ada"), UUID.randomUUID()));
        add(retraction(Lane.of("ada"), UUID.randomUUID()));
        add(retraction(Lane.of("bob"), UUID.randomUUID()));

        assertThat(indices()).containsExactly(List.of(0, 2), List.of(1));
    }

    @Test
    void one_id_with_two_texts_is_two_statements() {
        MentionCreated first = Mentions.of("ada");
        MentionCreated other = Mentions.of("bob");
        add(new Created(first));
        add(new Created(new MentionCreated(first.id(), other.actor(), other.recipients(), other.source(), "another text",
                other.occurredAt())));

        assertThat(indices()).containsExactly(List.of(0), List.of(1));
    }

    @Test
    void whatever_comes_each_change_is_in_one_statement_and_each_lane_in_order() {
        Random random = new Random(5);
        Map<Lane, List<Integer>> wanted = new HashMap<>();
        List<MentionChange> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String user = "u" + random.nextInt(12);
            MentionChange change = random.nextBoolean() ? mention(user) : retraction(Lane.of(user), UUID.randomUUID());
            wanted.computeIfAbsent(Lane.of(user), _ -> new ArrayList<>()).add(i);
            all.add(change);
            add(change);
        }

        Map<Lane, List<Integer>> found = new HashMap<>();
        indices().forEach(batch -> batch.forEach(change -> all.get(change).lanes()
                .forEach(lane -> found.computeIfAbsent(lane, _ -> new ArrayList<>()).add(change))));

        assertThat(found).isEqualTo(wanted);
    }

    private void add(MentionChange change) {
        order.add(index++, change);
    }

    private List<List<Integer>> indices() {
        return order.batches().stream().map(batch -> List.copyOf(batch.changes().keySet())).toList();
    }

    private static MentionChange mention(String user) {
        return new Created(Mentions.of(user));
    }

    private static MentionChange retraction(Lane lane, UUID id) {
        return new Retracted(lane, new MentionRetracted(id, 2L));
    }
}
