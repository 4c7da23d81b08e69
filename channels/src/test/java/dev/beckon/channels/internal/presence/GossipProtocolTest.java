package dev.beckon.channels.internal.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.internal.presence.Entry.Replica;
import dev.beckon.channels.internal.presence.Gossip.Ask;
import dev.beckon.channels.internal.presence.Gossip.Delta;
import dev.beckon.channels.internal.presence.Gossip.Goodbye;
import dev.beckon.channels.internal.presence.Gossip.Heartbeat;
import dev.beckon.channels.internal.presence.GossipProtocol.Outgoing;
import dev.beckon.channels.internal.presence.PresenceState.Diff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** How node b reacts to messages of node a, and to its own. Time is in seconds. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GossipProtocolTest {

    static final Replica A = new Replica("a", 10);
    static final Replica B = new Replica("b", 1);
    static final Replica C = new Replica("c", 1);

    final PresenceState state = new PresenceState(B, 100);
    final List<String> reported = new ArrayList<>();
    final GossipProtocol protocol = new GossipProtocol(state, new GossipProtocol.Settings(
            Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(100), 100), this::reported);

    double checked;

    void reported(Diff diff) {
        diff.leaves().forEach(entry -> reported.add("-" + entry.key()));
        diff.joins().forEach(entry -> reported.add("+" + entry.key()));
    }

    @Test
    void a_new_node_alone_gets_the_answer_and_the_question_for_its_entries() {
        receive(0, new Heartbeat(A, 3, true));

        assertThat(protocol.isFlushDue()).isTrue();
        assertThat(protocol.flush()).containsExactly(to("a", new Ask(B, A, 0)), to("a", new Heartbeat(B, 0, false)));
        assertThat(protocol.isFlushDue()).isFalse();
    }

    @Test
    void several_new_nodes_get_one_answer_together() {
        receive(0, new Heartbeat(A, 0, true));
        receive(0, new Heartbeat(C, 0, true));

        assertThat(protocol.flush()).containsExactly(toAll(new Heartbeat(B, 0, true)));
    }

    @Test
    void only_the_first_heartbeat_is_a_hello_and_those_after_something_was_missed() {
        protocol.beat();
        assertThat(protocol.flush()).containsExactly(toAll(new Heartbeat(B, 0, true)));
        protocol.beat();
        assertThat(protocol.flush()).containsExactly(toAll(new Heartbeat(B, 0, false)));

        protocol.missed();

        assertThat(protocol.flush()).containsExactly(toAll(new Heartbeat(B, 0, true)));
    }

    @Test
    void a_gap_is_asked_for_once_and_again_when_no_answer_came() {
        receive(0, delta(A, 0, 1));
        protocol.flush();

        receive(0, delta(A, 2, 3));
        assertThat(protocol.flush()).containsExactly(to("a", new Ask(B, A, 1)));
        receive(0.5, delta(A, 3, 4));
        assertThat(protocol.flush()).isEmpty();
        receive(1, new Heartbeat(A, 4, false));
        assertThat(protocol.flush()).containsExactly(to("a", new Ask(B, A, 1)));
        assertThat(reported).containsExactly("+1");

        receive(1.5, new Delta(A, 1, 4, List.of(entry(A, 2), entry(A, 3), entry(A, 4)), List.of()));
        assertThat(reported).containsExactly("+1", "+2", "+3", "+4");
    }

    @Test
    void one_node_that_asks_gets_an_answer_of_its_own_and_the_others_only_the_changes() {
        receive(0, new Heartbeat(A, 0, false));
        protocol.flush();
        state.join("ada", "t", "ada", "{}");
        protocol.flush();
        state.join("bob", "t", "bob", "{}");

        receive(0, new Ask(A, B, 0));

        assertThat(protocol.flush()).containsExactly(
                to("a", new Delta(B, 0, 2, List.of(own("ada"), own("bob")), List.of())),
                toAll(new Delta(B, 1, 2, List.of(own("bob")), List.of())));
    }

    @Test
    void several_nodes_that_ask_get_one_answer_together() {
        receive(0, new Heartbeat(A, 0, false));
        receive(0, new Heartbeat(C, 0, false));
        protocol.flush();
        state.join("ada", "t", "ada", "{}");
        state.join("bob", "t", "bob", "{}");
        protocol.flush();

        receive(0, new Ask(A, B, 0));
        receive(0, new Ask(C, B, 1));

        assertThat(protocol.flush()).containsExactly(
                toAll(new Delta(B, 0, 2, List.of(own("ada"), own("bob")), List.of())));
    }

    @Test
    void after_an_interruption_the_changes_that_may_not_have_gone_out_are_sent_again_unasked() {
        receive(0, new Heartbeat(A, 0, false));
        state.join("ada", "t", "ada", "{}");
        protocol.flush();
        ownHeartbeat(1);
        state.join("bob", "t", "bob", "{}");
        protocol.flush();

        protocol.missed();

        assertThat(protocol.flush()).containsExactly(toAll(new Delta(B, 1, 2, List.of(own("bob")), List.of())),
                toAll(new Heartbeat(B, 2, true)));
    }

    @Test
    void a_question_to_another_node_is_none_of_ours() {
        receive(0, new Heartbeat(A, 0, false));
        state.join("ada", "t", "ada", "{}");
        protocol.flush();

        receive(0, new Ask(A, C, 0));
        receive(0, new Ask(A, new Replica("b", 0), 0));

        assertThat(protocol.flush()).isEmpty();
    }

    @Test
    void alone_there_is_no_node_to_send_to() {
        state.join("ada", "t", "ada", "{}");

        assertThat(protocol.isFlushDue()).isFalse();
    }

    @Test
    void silence_up_to_the_timeout_is_fine_and_longer_hides() {
        receive(0, delta(A, 0, 1));

        silentUntil(10);
        assertThat(reported).containsExactly("+1");
        silentUntil(10.001);
        assertThat(reported).containsExactly("+1", "-1");
    }

    @Test
    void a_node_that_does_not_get_its_own_heartbeats_takes_no_other_for_silent() {
        receive(0, delta(A, 0, 1));
        silentUntil(9);

        checkUntil(70);

        assertThat(reported).containsExactly("+1");
    }

    @Test
    void when_its_own_heartbeats_are_back_the_others_get_the_full_time() {
        receive(0, delta(A, 0, 1));
        silentUntil(9);
        checkUntil(69);

        silentFrom(69, 79);
        assertThat(reported).containsExactly("+1");
        silentUntil(79.001);

        assertThat(reported).containsExactly("+1", "-1");
    }

    @Test
    void a_short_gap_in_its_own_heartbeats_does_not_give_the_others_more_time() {
        receive(0, delta(A, 0, 1));
        silentUntil(3);
        checkUntil(8);

        silentFrom(8, 10);
        assertThat(reported).containsExactly("+1");
        silentUntil(10.001);

        assertThat(reported).containsExactly("+1", "-1");
    }

    @Test
    void before_its_first_own_heartbeat_comes_back_no_node_is_judged() {
        receive(0, delta(A, 0, 1));

        checkUntil(1_000);

        assertThat(reported).containsExactly("+1");
        assertThat(state.clocks()).containsKey(A);
    }

    @Test
    void two_nodes_with_one_name_are_noticed() {
        receive(0, new Heartbeat(new Replica("b", 0), 0, false));
        assertThat(protocol.hasNamesake()).isFalse();

        receive(0, new Heartbeat(new Replica("b", 2), 0, false));

        assertThat(protocol.hasNamesake()).isTrue();
    }

    @Test
    void who_is_back_shows_when_it_is_known_what_it_did_meanwhile() {
        receive(0, new Delta(A, 0, 2, List.of(entry(A, 1), entry(A, 2)), List.of()));
        silentUntil(11);
        reported.clear();

        receive(12, new Heartbeat(A, 3, false));
        assertThat(reported).isEmpty();
        receive(12, new Delta(A, 2, 3, List.of(), List.of(1L)));

        assertThat(reported).containsExactly("+2");
    }

    @Test
    void who_is_back_and_did_nothing_shows_at_once() {
        receive(0, delta(A, 0, 1));
        silentUntil(11);

        receive(12, new Heartbeat(A, 1, false));

        assertThat(reported).containsExactly("+1", "-1", "+1");
    }

    @Test
    void who_is_silent_for_very_long_is_forgotten() {
        receive(0, delta(A, 0, 1));
        silentUntil(11);

        silentUntil(100);
        assertThat(state.clocks()).containsKey(A);
        silentUntil(100.001);
        assertThat(state.clocks()).doesNotContainKey(A);
    }

    @Test
    void a_node_that_restarts_takes_the_place_of_its_former_life() {
        Replica next = new Replica("a", 11);
        receive(0, delta(A, 0, 1));

        receive(1, new Heartbeat(next, 0, true));
        assertThat(reported).containsExactly("+1", "-1");
        receive(2, delta(A, 1, 2)); // sent by a's former life, arrived late
        receive(3, delta(next, 0, 1));

        assertThat(reported).containsExactly("+1", "-1", "+1");
        assertThat(state.clocks()).doesNotContainKey(A);
    }

    @Test
    void a_node_whose_machine_set_its_clock_back_is_accepted_once_its_former_life_is_silent() {
        Replica next = new Replica("a", 9);
        receive(0, delta(A, 0, 1));

        receive(1, delta(next, 0, 1));
        assertThat(reported).containsExactly("+1");
        silentUntil(10.001);
        receive(11, delta(next, 0, 1));

        assertThat(reported).containsExactly("+1", "-1", "+1");
    }

    @Test
    void what_arrives_after_a_goodbye_was_sent_before() {
        receive(0, delta(A, 0, 1));
        receive(1, new Goodbye(A));
        assertThat(reported).containsExactly("+1", "-1");

        receive(2, delta(A, 0, 1));
        receive(2, new Heartbeat(A, 1, false));

        assertThat(reported).containsExactly("+1", "-1");
    }

    @Test
    void a_node_does_not_listen_to_itself_or_its_former_lives() {
        receive(0, delta(B, 0, 1));
        receive(0, delta(new Replica("b", 0), 0, 1));

        assertThat(reported).isEmpty();
        assertThat(protocol.isFlushDue()).isFalse();
    }

    private void receive(double seconds, Gossip message) {
        protocol.receive(message, nanos(seconds));
    }

    private void ownHeartbeat(double seconds) {
        receive(seconds, new Heartbeat(B, state.clock(), false));
    }

    /** Node a is silent; node b's own heartbeats come back every second. */
    private void silentUntil(double seconds) {
        silentFrom(checked, seconds);
    }

    private void silentFrom(double from, double seconds) {
        for (checked = from; checked < seconds; checked = Math.min(seconds, checked + 1)) {
            ownHeartbeat(checked);
            protocol.checkSilence(nanos(checked));
        }
        protocol.checkSilence(nanos(seconds));
    }

    /** Neither node's heartbeats arrive. */
    private void checkUntil(double seconds) {
        for (; checked < seconds; checked = Math.min(seconds, checked + 1)) {
            protocol.checkSilence(nanos(checked));
        }
        protocol.checkSilence(nanos(seconds));
    }

    private static Outgoing to(String node, Gossip message) {
        return new Outgoing(node, message);
    }

    private static Outgoing toAll(Gossip message) {
        return new Outgoing(null, message);
    }

    private Entry own(String user) {
        return Objects.requireNonNull(state.find(user, user));
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
