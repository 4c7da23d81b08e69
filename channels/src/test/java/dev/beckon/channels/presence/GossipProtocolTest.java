package dev.beckon.channels.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.presence.Gossip.Ask;
import dev.beckon.channels.presence.Gossip.Delta;
import dev.beckon.channels.presence.Gossip.Goodbye;
import dev.beckon.channels.presence.Gossip.Heartbeat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What node b makes of what node a says. Time is in seconds. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GossipProtocolTest {

    static final Replica A = new Replica("a", 10);
    static final Replica B = new Replica("b", 1);

    final PresenceState state = new PresenceState(B, 100);
    final List<String> told = new ArrayList<>();
    final GossipProtocol protocol = new GossipProtocol(state, new GossipProtocol.Settings(
            Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(100), 100), this::told);

    double checked;

    void told(Diff diff) {
        diff.leaves().forEach(entry -> told.add("-" + entry.key()));
        diff.joins().forEach(entry -> told.add("+" + entry.key()));
    }

    @Test
    void who_is_heard_for_the_first_time_is_answered_and_asked_for_what_it_has() {
        hear(0, new Heartbeat(A, 3, true));

        assertThat(protocol.isFlushDue()).isTrue();
        assertThat(protocol.flush()).containsExactly(new Ask(B, A, 0), new Heartbeat(B, 0, true));
        assertThat(protocol.isFlushDue()).isFalse();
    }

    @Test
    void only_the_first_heartbeat_says_hello_and_those_after_something_was_missed() {
        protocol.beat();
        assertThat(protocol.flush()).containsExactly(new Heartbeat(B, 0, true));
        protocol.beat();
        assertThat(protocol.flush()).containsExactly(new Heartbeat(B, 0, false));

        protocol.missed();

        assertThat(protocol.flush()).containsExactly(new Heartbeat(B, 0, true));
    }

    @Test
    void a_gap_is_asked_for_once_and_again_when_no_answer_came() {
        hear(0, delta(A, 0, 1));
        protocol.flush();

        hear(0, delta(A, 2, 3));
        assertThat(protocol.flush()).containsExactly(new Ask(B, A, 1));
        hear(0.5, delta(A, 3, 4));
        assertThat(protocol.flush()).isEmpty();
        hear(1, new Heartbeat(A, 4, false));
        assertThat(protocol.flush()).containsExactly(new Ask(B, A, 1));
        assertThat(told).containsExactly("+1");

        hear(1.5, new Delta(A, 1, 4, List.of(entry(A, 2), entry(A, 3), entry(A, 4)), List.of()));
        assertThat(told).containsExactly("+1", "+2", "+3", "+4");
    }

    @Test
    void who_asks_is_told_together_with_everybody_else() {
        hear(0, new Heartbeat(A, 0, false));
        protocol.flush();
        state.join("ada", "t", "ada", "{}");
        protocol.flush();
        state.join("bob", "t", "bob", "{}");

        hear(0, new Ask(A, B, 0));
        hear(0, new Ask(new Replica("c", 1), B, 1));

        assertThat(protocol.flush()).contains(new Delta(B, 0, 2,
                List.of(state.find("ada", "ada"), state.find("bob", "bob")), List.of()));
    }

    @Test
    void a_question_to_another_node_is_none_of_ours() {
        hear(0, new Heartbeat(A, 0, false));
        state.join("ada", "t", "ada", "{}");
        protocol.flush();

        hear(0, new Ask(A, new Replica("c", 1), 0));
        hear(0, new Ask(A, new Replica("b", 0), 0));

        assertThat(protocol.flush()).isEmpty();
    }

    @Test
    void alone_there_is_nobody_to_tell() {
        state.join("ada", "t", "ada", "{}");

        assertThat(protocol.isFlushDue()).isFalse();
    }

    @Test
    void silence_up_to_the_timeout_is_fine_and_longer_hides() {
        hear(0, delta(A, 0, 1));

        silentUntil(10);
        assertThat(told).containsExactly("+1");
        silentUntil(10.001);
        assertThat(told).containsExactly("+1", "-1");
    }

    @Test
    void a_node_that_itself_was_paused_does_not_take_the_others_for_silent() {
        hear(0, delta(A, 0, 1));
        silentUntil(1);

        protocol.checkSilence(nanos(30));
        assertThat(told).containsExactly("+1");
        checked = 30;
        silentUntil(40.001);

        assertThat(told).containsExactly("+1", "-1");
    }

    @Test
    void two_nodes_with_one_name_are_noticed() {
        hear(0, new Heartbeat(new Replica("b", 0), 0, false));
        assertThat(protocol.hasNamesake()).isFalse();

        hear(0, new Heartbeat(new Replica("b", 2), 0, false));

        assertThat(protocol.hasNamesake()).isTrue();
    }

    @Test
    void who_is_back_shows_when_it_is_known_what_it_did_meanwhile() {
        hear(0, new Delta(A, 0, 2, List.of(entry(A, 1), entry(A, 2)), List.of()));
        silentUntil(11);
        told.clear();

        hear(12, new Heartbeat(A, 3, false));
        assertThat(told).isEmpty();
        hear(12, new Delta(A, 2, 3, List.of(), List.of(1L)));

        assertThat(told).containsExactly("+2");
    }

    @Test
    void who_is_back_and_did_nothing_shows_at_once() {
        hear(0, delta(A, 0, 1));
        silentUntil(11);

        hear(12, new Heartbeat(A, 1, false));

        assertThat(told).containsExactly("+1", "-1", "+1");
    }

    @Test
    void who_is_silent_for_very_long_is_forgotten() {
        hear(0, delta(A, 0, 1));
        silentUntil(11);

        silentUntil(100);
        assertThat(state.clocks()).containsKey(A);
        silentUntil(100.001);
        assertThat(state.clocks()).doesNotContainKey(A);
    }

    @Test
    void a_node_that_restarts_takes_the_place_of_its_former_life() {
        Replica next = new Replica("a", 11);
        hear(0, delta(A, 0, 1));

        hear(1, new Heartbeat(next, 0, true));
        assertThat(told).containsExactly("+1", "-1");
        hear(2, delta(A, 1, 2)); // said by the former life, and late
        hear(3, delta(next, 0, 1));

        assertThat(told).containsExactly("+1", "-1", "+1");
        assertThat(state.clocks()).doesNotContainKey(A);
    }

    @Test
    void a_node_whose_machine_set_its_clock_back_is_heard_once_its_former_life_is_silent() {
        Replica next = new Replica("a", 9);
        hear(0, delta(A, 0, 1));

        hear(1, delta(next, 0, 1));
        assertThat(told).containsExactly("+1");
        silentUntil(10.001);
        hear(11, delta(next, 0, 1));

        assertThat(told).containsExactly("+1", "-1", "+1");
    }

    @Test
    void what_is_heard_after_a_goodbye_was_said_before() {
        hear(0, delta(A, 0, 1));
        hear(1, new Goodbye(A));
        assertThat(told).containsExactly("+1", "-1");

        hear(2, delta(A, 0, 1));
        hear(2, new Heartbeat(A, 1, false));

        assertThat(told).containsExactly("+1", "-1");
    }

    @Test
    void a_node_does_not_listen_to_itself_or_its_former_lives() {
        hear(0, delta(B, 0, 1));
        hear(0, delta(new Replica("b", 0), 0, 1));

        assertThat(told).isEmpty();
        assertThat(protocol.isFlushDue()).isFalse();
    }

    private void hear(double seconds, Gossip message) {
        protocol.receive(message, nanos(seconds));
    }

    private void silentUntil(double seconds) {
        for (; checked < seconds; checked = Math.min(seconds, checked + 1)) {
            protocol.checkSilence(nanos(checked));
        }
        protocol.checkSilence(nanos(seconds));
    }

    private static Delta delta(Replica replica, long from, long to) {
        return new Delta(replica, from, to, List.of(entry(replica, to)), List.of());
    }

    private static Entry entry(Replica replica, long clock) {
        return new Entry(replica, clock, 0, "t", "" + clock, "{}");
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1_000_000_000);
    }
}
