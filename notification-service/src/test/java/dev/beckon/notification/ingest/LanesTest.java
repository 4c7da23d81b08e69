package dev.beckon.notification.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Lane;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.inbox.MentionChange;
import dev.beckon.notification.ingest.MentionGroup.Decoded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LanesTest {

    static final int ROWS = 10;

    final Set<ConsumerRecord<byte[], byte[]>> lost = new HashSet<>();
    final Lanes lanes = new Lanes(ROWS, lane -> lane.number() / 32, record -> !lost.contains(record));
    final List<Long> stored = new ArrayList<>();
    long now = 1_000_000;
    long offset;

    @Test
    void mentions_of_many_lanes_are_stored_together() {
        add(1, 2, 3, 1);

        MentionGroup group = next();

        assertThat(lanesOf(group)).containsExactly(1, 2, 3);
        assertThat(offsets(group)).containsExactly(0L, 3L, 1L, 2L);
        assertThat(next()).isNull();
    }

    @Test
    void a_statement_takes_no_further_mention_once_it_is_large_enough() {
        IntStream.range(0, 2 * ROWS).forEach(_ -> add(5));

        assertThat(next().mentions()).hasSize(ROWS);
    }

    @Test
    void lanes_take_turns() {
        IntStream.range(0, 3 * ROWS).forEach(_ -> add(5, 6));

        lanes.stored(next());

        assertThat(lanesOf(next())).containsExactly(6);
    }

    @Test
    void a_lane_is_in_one_statement_at_a_time() {
        add(1);
        next();
        add(1, 2);

        assertThat(lanesOf(next())).containsExactly(2);
        assertThat(next()).isNull();
    }

    @Test
    void lanes_on_different_servers_are_not_stored_together_and_do_not_wait_for_each_other() {
        add(1, 40, 2, 41);

        assertThat(lanesOf(next())).containsExactly(1, 2);
        assertThat(lanesOf(next())).containsExactly(40, 41);
    }

    @Test
    void at_most_two_statements_of_several_lanes_are_under_way_on_one_server() {
        add(1);
        next();
        add(2);
        MentionGroup second = next();
        add(3, 40);

        assertThat(lanesOf(next())).as("on the other server").containsExactly(40);
        assertThat(next()).isNull();
        lanes.stored(second);
        assertThat(lanesOf(next())).containsExactly(3);
    }

    @Test
    void when_a_statement_fails_each_of_its_lanes_is_stored_by_itself_and_the_failing_one_waits() {
        add(1, 2, 1);
        assertThat(lanes.failed(next(), now)).isZero();

        MentionGroup locked = next();
        MentionGroup free = next();
        assertThat(offsets(locked)).containsExactly(0L, 2L);
        assertThat(offsets(free)).containsExactly(1L);
        lanes.stored(free);
        assertThat(lanes.failed(locked, now)).isEqualTo(LaneQueue.FIRST_PAUSE);
        add(1, 2, 3);

        assertThat(lanes.heldUp()).isOne();
        assertThat(lanesOf(next())).as("lane 2 is with others again").containsExactlyInAnyOrder(2, 3);
        assertThat(next()).isNull();
        now += LaneQueue.FIRST_PAUSE.toNanos();
        MentionGroup again = next();
        assertThat(offsets(again)).containsExactly(0L, 2L, 3L);
        lanes.stored(again);
        assertThat(lanes.heldUp()).isZero();
    }

    @Test
    void pauses_double_up_to_the_longest() {
        add(1);
        Duration pause = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            pause = lanes.failed(next(), now);
            now += pause.toNanos();
        }

        assertThat(pause).isEqualTo(LaneQueue.LONGEST_PAUSE);
    }

    @Test
    void waiting_lanes_do_not_take_the_places_of_others() {
        IntStream.range(0, Lanes.SINGLES + 2).forEach(lane -> add(lane));
        lanes.failed(next(), now);
        List<MentionGroup> waiting = IntStream.range(0, Lanes.SINGLES).mapToObj(_ -> next()).toList();

        assertThat(waiting).allMatch(MentionGroup::alone);
        assertThat(next()).isNull();
        add(20);
        assertThat(lanesOf(next())).containsExactly(20);
    }

    @Test
    void halves_find_the_mention_that_PostgreSQL_refuses_and_keep_the_order() {
        IntStream.range(0, 9).forEach(_ -> add(1, 2));
        long refused = 10; // the sixth of lane 1

        int attempts = 0;
        for (MentionGroup group = next(); group != null; group = next()) {
            attempts++;
            List<Long> offsets = offsets(group);
            if (!offsets.contains(refused) || offsets.size() == 1) {
                stored.addAll(offsets);
                lanes.stored(group);
            } else {
                lanes.refused(group);
            }
        }

        assertThat(stored.stream().filter(one -> one % 2 == 0)).containsExactly(0L, 2L, 4L, 6L, 8L, 10L, 12L, 14L, 16L);
        assertThat(stored.stream().filter(one -> one % 2 == 1)).containsExactly(1L, 3L, 5L, 7L, 9L, 11L, 13L, 15L, 17L);
        assertThat(attempts).isLessThan(12);
    }

    @Test
    void mentions_whose_partition_was_taken_away_are_forgotten_also_by_a_lane_that_failed() {
        add(1, 1, 2);
        MentionGroup group = next();
        add(1, 2);
        TopicPartition partition = new TopicPartition("mentions", 0);
        assertThat(lanes.isStoring(Set.of(partition))).isTrue();
        assertThat(lanes.isStoring(Set.of(new TopicPartition("mentions", 1)))).isFalse();

        lost.addAll(group.mentions().stream().filter(mention -> mention.lane().number() == 1).map(Decoded::origin).toList());
        lanes.keepOwned();
        lanes.failed(group, now);

        assertThat(lanes.isStoring(Set.of(partition))).isFalse();
        assertThat(List.of(offsets(next()), offsets(next()))).containsExactlyInAnyOrder(List.of(3L), List.of(2L, 4L));
    }

    private void add(int... to) {
        for (int lane : to) {
            ConsumerRecord<byte[], byte[]> origin = new ConsumerRecord<>("mentions", 0, offset++, new byte[0], new byte[0]);
            lanes.add(new Decoded(origin, Lane.ALL.get(lane), new MentionChange.Created(Mentions.of("one user of the lane"))));
        }
    }

    private MentionGroup next() {
        return lanes.next(now);
    }

    private static List<Integer> lanesOf(MentionGroup group) {
        return group.lanes().keySet().stream().map(queue -> queue.lane().number()).toList();
    }

    private static List<Long> offsets(MentionGroup group) {
        return group.mentions().stream().map(mention -> mention.origin().offset()).toList();
    }
}
