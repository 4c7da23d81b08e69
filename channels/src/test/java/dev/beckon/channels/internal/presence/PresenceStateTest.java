package dev.beckon.channels.internal.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.internal.presence.Entry.Replica;
import dev.beckon.channels.internal.presence.Gossip.Delta;
import dev.beckon.channels.internal.presence.Gossip.Part;
import dev.beckon.channels.internal.presence.Gossip.Transfer;
import dev.beckon.channels.internal.presence.PresenceState.Diff;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PresenceStateTest {

    static final Replica A = new Replica("a", 1);
    static final Replica B = new Replica("b", 2);
    static final int LOG = 10;

    final PresenceState a = new PresenceState(A, LOG);
    final PresenceState b = new PresenceState(B, LOG);

    @BeforeEach
    void a_is_up() {
        b.up(A);
    }

    @Test
    void an_owner_has_a_key_once_and_any_number_of_keys() {
        a.join("ada", "t", "1", "{}");
        a.join("ada", "t", "2", "{}");
        a.join("bob", "t", "1", "{}");

        assertThat(a.find("ada", "1")).isNotNull().isNotEqualTo(a.find("bob", "1"));
        assertThat(keys(a.leave("ada").leaves())).containsExactlyInAnyOrder("1", "2");
        assertThat(a.leave("ada", "1").isEmpty()).isTrue();
        assertThat(keys(a.leave("bob", "1").leaves())).containsExactly("1");
        assertThat(a.leave("bob").isEmpty()).isTrue();
    }

    @Test
    void an_update_is_a_leave_and_a_join_that_names_what_it_replaces() {
        Entry first = only(a.join("ada", "t", "1", "{}").joins());

        Diff update = a.update("ada", first, "{\"n\":1}");

        Entry second = only(update.joins());
        assertThat(update.leaves()).containsExactly(first);
        assertThat(second.previous()).isEqualTo(first.clock());
        assertThat(second.ref()).isNotEqualTo(first.ref());
        assertThat(a.find("ada", "1")).isEqualTo(second);
    }

    @Test
    void a_delta_brings_another_node_what_has_changed() {
        a.join("ada", "t", "1", "{}");
        a.join("bob", "t", "2", "{}");
        assertThat(keys(merge(b, a.extract(0, 100)).joins())).containsExactlyInAnyOrder("1", "2");
        a.leave("ada");
        a.join("eve", "t", "3", "{}");

        Diff diff = merge(b, a.extract(b.clock(A), 100));

        assertThat(keys(diff.joins())).containsExactly("3");
        assertThat(keys(diff.leaves())).containsExactly("1");
        assertThat(b.clocks()).isEqualTo(Map.of(A, 4L, B, 0L));
    }

    @Test
    void what_comes_again_or_late_changes_nothing() {
        a.join("ada", "t", "1", "{}");
        List<Transfer> old = a.extract(0, 100);
        merge(b, old);
        a.leave("ada");
        merge(b, a.extract(0, 100));

        assertThat(merge(b, old).isEmpty()).isTrue();
        assertThat(merge(b, a.extract(0, 100)).isEmpty()).isTrue();
        assertThat(b.clock(A)).isEqualTo(2);
    }

    @Test
    void a_delta_that_does_not_follow_on_what_is_known_is_of_no_use() {
        a.join("ada", "t", "1", "{}");
        a.join("bob", "t", "2", "{}");

        assertThat(merge(b, a.extract(1, 100)).isEmpty()).isTrue();

        assertThat(b.clock(A)).isZero();
    }

    @Test
    void changes_as_many_as_the_log_holds_are_a_delta_and_one_more_is_the_full_state() {
        join(LOG);
        assertThat(a.extract(0, 100)).hasOnlyElementsOfType(Delta.class);

        a.leave("owner1");

        assertThat(a.extract(0, 100)).hasOnlyElementsOfType(Part.class);
        assertThat(a.extract(1, 100)).hasOnlyElementsOfType(Delta.class);
    }

    @Test
    void a_full_state_in_parts_adds_what_is_missing_and_removes_what_is_gone_when_the_last_part_is_there() {
        join(LOG);
        merge(b, a.extract(0, 100));
        a.leave("owner1");
        a.leave("owner2");
        a.join("ada", "t", "ada", "{}");
        List<Transfer> parts = a.extract(0, 4);

        assertThat(parts).hasSize(3);
        assertThat(merge(b, parts.subList(0, 2)).isEmpty()).isTrue();
        Diff diff = merge(b, parts.subList(2, 3));

        assertThat(keys(diff.joins())).containsExactly("ada");
        assertThat(keys(diff.leaves())).containsExactlyInAnyOrder("1", "2");
        assertThat(b.clock(A)).isEqualTo(a.clock());
    }

    @Test
    void a_full_state_with_a_part_missing_or_out_of_order_changes_nothing() {
        join(LOG + 1);
        List<Transfer> parts = a.extract(0, 4);

        merge(b, List.of(parts.get(1), parts.get(2)));
        merge(b, List.of(parts.get(0), parts.get(2)));
        assertThat(b.clock(A)).isZero();

        assertThat(merge(b, parts).joins()).hasSize(LOG + 1);
    }

    @Test
    void the_full_state_of_a_node_that_has_nothing_left_is_one_empty_part() {
        join(LOG);
        merge(b, a.extract(0, 100));
        for (int i = 1; i <= LOG; i++) {
            a.leave("owner" + i);
        }
        a.join("ada", "t", "1", "{}");
        a.leave("ada");

        assertThat(a.extract(0, 4)).hasSize(1);
        assertThat(merge(b, a.extract(0, 4)).leaves()).hasSize(LOG);
    }

    @Test
    void many_changes_are_sent_in_several_deltas_that_follow_on_one_another() {
        join(LOG);

        List<Transfer> deltas = a.extract(0, 4);

        assertThat(deltas).hasSize(3);
        assertThat(merge(b, deltas).joins()).hasSize(LOG);
    }

    @Test
    void a_replica_that_is_down_is_hidden_and_what_it_does_meanwhile_shows_when_it_is_up() {
        a.join("ada", "t", "1", "{}");
        a.join("bob", "t", "2", "{}");
        merge(b, a.extract(0, 100));

        assertThat(keys(b.down(A).leaves())).containsExactlyInAnyOrder("1", "2");
        assertThat(b.down(A).isEmpty()).isTrue();
        a.leave("ada");
        assertThat(merge(b, a.extract(2, 100)).isEmpty()).isTrue();

        assertThat(keys(b.up(A).joins())).containsExactly("2");
        assertThat(b.up(A).isEmpty()).isTrue();
    }

    @Test
    void a_replica_that_is_forgotten_starts_from_nothing() {
        a.join("ada", "t", "1", "{}");
        merge(b, a.extract(0, 100));

        assertThat(keys(b.forget(A).leaves())).containsExactly("1");

        assertThat(b.clocks()).isEqualTo(Map.of(B, 0L));
        b.up(A);
        assertThat(keys(merge(b, a.extract(0, 100)).joins())).containsExactly("1");
    }

    private void join(int count) {
        for (int i = 1; i <= count; i++) {
            a.join("owner" + i, "t", "" + i, "{}");
        }
    }

    private static Diff merge(PresenceState into, List<Transfer> transfers) {
        Diff all = new Diff(new ArrayList<>(), new ArrayList<>());
        for (Transfer transfer : transfers) {
            Diff diff = into.merge(transfer);
            all.joins().addAll(diff.joins());
            all.leaves().addAll(diff.leaves());
        }
        return all;
    }

    private static List<String> keys(Collection<Entry> entries) {
        return entries.stream().map(Entry::key).toList();
    }

    private static Entry only(Collection<Entry> entries) {
        Iterator<Entry> all = entries.iterator();
        Entry first = all.next();
        assertThat(all.hasNext()).isFalse();
        return first;
    }
}
