package dev.beckon.channels.internal.presence;

import dev.beckon.channels.internal.presence.Entry.Replica;
import dev.beckon.channels.internal.presence.GossipProtocol.Outgoing;
import dev.beckon.channels.internal.presence.GossipProtocol.Settings;
import dev.beckon.channels.internal.presence.PresenceState.Diff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** One life of one node of a {@link SimulatedCluster}: the real state and the real protocol, without threads and network. */
final class SimulatedNode {

    static final Duration HEARTBEAT = Duration.ofSeconds(1);
    static final Duration DOWN = Duration.ofSeconds(4);
    static final Duration FORGET = Duration.ofSeconds(20);

    private static final List<String> TOPICS = List.of("a", "b");
    private static final int OWNERS = 2;

    private final PresenceState state;
    private final GossipProtocol protocol;
    private final Set<Entry> own = new HashSet<>();
    private final Set<Entry> seen = new HashSet<>();

    /** A short log and small transfers make full states and transfers in several parts common. */
    SimulatedNode(Replica self, Supplier<ReplicaEntries> entries) {
        this.state = new PresenceState(self, 4, entries);
        this.protocol = new GossipProtocol(
                state, new Settings(HEARTBEAT, DOWN, FORGET, 2), this::seen);
    }

    Replica replica() {
        return state.self();
    }

    /** The presences that its members have tracked and not untracked. */
    Set<Entry> own() {
        return own;
    }

    /** The presences that its members have got, by diffs alone. */
    Set<Entry> seen() {
        return seen;
    }

    /** Lets one of its members do something at random. */
    void act(SplittableRandom random) {
        Integer owner = random.nextInt(OWNERS);
        String key = "user" + random.nextInt(2);
        Entry tracked = state.find(owner, key);
        switch (random.nextInt(8)) {
            case 0 -> changed(state.leave(owner));
            case 1, 2 -> changed(state.leave(owner, key));
            case 3 -> {
                if (tracked != null) {
                    changed(state.update(owner, tracked, "{}"));
                }
            }
            default -> {
                if (tracked == null) {
                    changed(state.join(owner, TOPICS.get(owner % TOPICS.size()), key, "{}"));
                }
            }
        }
    }

    private void changed(Diff diff) {
        own.removeAll(new ArrayList<>(diff.leaves()));
        own.addAll(diff.joins());
        seen(diff);
    }

    /** Applies a diff; fails if it adds a presence that exists or removes one that does not. */
    private void seen(Diff diff) {
        for (Entry left : diff.leaves()) {
            require(seen.remove(left), "left without having been there", left);
        }
        for (Entry joined : diff.joins()) {
            require(seen.add(joined), "joined twice", joined);
        }
    }

    private void require(boolean condition, String what, Entry entry) {
        if (!condition) {
            throw new AssertionError(replica() + " was notified that " + entry + " " + what);
        }
    }

    void receive(Gossip message, long now) {
        protocol.receive(message, now);
    }

    void checkSilence(long now) {
        protocol.checkSilence(now);
    }

    /** Sends a hello after a reconnection, else a heartbeat. */
    List<Outgoing> beat(boolean hello) {
        if (hello) {
            protocol.missed();
        } else {
            protocol.beat();
        }
        return protocol.flush();
    }

    List<Outgoing> flush() {
        return protocol.isFlushDue() ? protocol.flush() : List.of();
    }
}
