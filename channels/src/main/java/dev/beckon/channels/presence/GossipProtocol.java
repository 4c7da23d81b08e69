package dev.beckon.channels.presence;

import dev.beckon.channels.presence.Gossip.Ask;
import dev.beckon.channels.presence.Gossip.Goodbye;
import dev.beckon.channels.presence.Gossip.Heartbeat;
import dev.beckon.channels.presence.Gossip.Transfer;
import dev.beckon.channels.presence.Peer.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a node makes of what it hears, and what it has to say. Everyone tells everyone, over a medium that may lose,
 * repeat and reorder: a node's changes carry its clocks, so a gap shows with the next message and is asked for. A node
 * that falls silent is hidden, and shown again once it is known what it did meanwhile; after long silence it is forgotten.
 *
 * <p>Pure: time comes in as nanoseconds of any clock, and what is to be sent goes out by {@link #flush}. Confined to one
 * thread.
 */
final class GossipProtocol {

    /**
     * @param askAgain after an ask that brought nothing
     * @param down silence after which a node is hidden
     * @param forget silence after which it is forgotten
     * @param transferLimit changes or entries in one message
     */
    record Settings(Duration askAgain, Duration down, Duration forget, int transferLimit) {}

    private final PresenceState state;
    private final Settings settings;
    private final Consumer<Diff> changes;
    private final Map<String, Peer> peers = new HashMap<>();
    private final List<Gossip> asks = new ArrayList<>();
    private boolean heartbeatDue;
    private boolean namesake;
    private boolean hello = true;
    private long told;
    private long askedSince = Long.MAX_VALUE;
    private @Nullable Long checkedAt;

    /** @param changes of what other nodes' members make visible here */
    GossipProtocol(PresenceState state, Settings settings, Consumer<Diff> changes) {
        this.state = state;
        this.settings = settings;
        this.changes = changes;
    }

    void receive(Gossip message, long now) {
        if (message.replica().name().equals(state.self().name())) {
            namesake |= message.replica().supersedes(state.self());
            return; // an echo, a former life of this node, or a mistake
        }
        Peer peer = hear(message.replica(), now);
        if (peer.replica().equals(message.replica()) && peer.status() != Status.GONE) {
            handle(message, peer, now);
        }
    }

    private void handle(Gossip message, Peer peer, long now) {
        switch (message) {
            case Heartbeat(_, var clock, var isHello) -> {
                heartbeatDue |= isHello;
                upOrAsk(peer, clock <= state.clock(peer.replica()), now);
            }
            case Transfer transfer -> {
                changes.accept(state.merge(transfer));
                if (transfer.isOver() || transfer.clock() <= state.clock(peer.replica())) {
                    upOrAsk(peer, transfer.clock() <= state.clock(peer.replica()), now);
                }
            }
            case Ask(_, var of, var since) -> {
                if (of.equals(state.self())) {
                    askedSince = Math.min(askedSince, since);
                }
            }
            case Goodbye _ -> {
                changes.accept(state.forget(peer.replica()));
                peer.become(Status.GONE);
            }
        }
    }

    /** An older life is heard of only if the newer one is not there: then it was the machine's clock that went back. */
    private Peer hear(Replica replica, long now) {
        Peer known = peers.get(replica.name());
        if (known != null && !known.replica().equals(replica)
                && (replica.supersedes(known.replica()) || !known.isPresent())) {
            changes.accept(state.forget(known.replica()));
            known = null;
        }
        if (known == null) {
            known = new Peer(replica, now);
            peers.put(replica.name(), known);
            heartbeatDue = true;
        } else if (known.replica().equals(replica)) {
            known.heard(now);
        }
        return known;
    }

    private void upOrAsk(Peer peer, boolean isComplete, long now) {
        if (isComplete) {
            peer.answered();
            peer.become(Status.UP);
            changes.accept(state.up(peer.replica()));
        } else if (peer.mayAsk(now, settings.askAgain().toNanos())) {
            asks.add(new Ask(state.self(), peer.replica(), state.clock(peer.replica())));
        }
    }

    /** Says in the next {@link #flush} that this node is alive. */
    void beat() {
        heartbeatDue = true;
    }

    /** What others said may have been missed: asks them in the next {@link #flush} to say where they are. */
    void missed() {
        heartbeatDue = true;
        hello = true;
    }

    /**
     * Hides and forgets who has been silent for too long. To be called often: after a long pause it was this node that did
     * not listen, and everybody is given the time to be heard again.
     */
    void checkSilence(long now) {
        if (checkedAt != null && now - checkedAt > settings.down().toNanos() / 2) {
            peers.values().stream().filter(Peer::isPresent).forEach(peer -> peer.heard(now));
        }
        checkedAt = now;
        for (Peer peer : List.copyOf(peers.values())) {
            if (peer.isPresent() && peer.silentNanos(now) > settings.down().toNanos()) {
                peer.become(Status.DOWN);
                changes.accept(state.down(peer.replica()));
            }
            if (peer.silentNanos(now) > settings.forget().toNanos()) {
                changes.accept(state.forget(peer.replica()));
                peers.remove(peer.replica().name());
            }
        }
    }

    /** Whether {@link #flush} has something to say. */
    boolean isFlushDue() {
        return heartbeatDue || !asks.isEmpty() || askedSince < state.clock() || (told < state.clock() && !peers.isEmpty());
    }

    /** Everything that is to be said now, in this order: the heartbeat last, so that nobody asks for what comes before it. */
    List<Gossip> flush() {
        List<Gossip> messages = new ArrayList<>(asks);
        long since = Math.min(told, askedSince);
        if (since < state.clock() && (!peers.isEmpty() || askedSince < state.clock())) {
            messages.addAll(state.extract(since, settings.transferLimit()));
        }
        if (heartbeatDue) {
            messages.add(new Heartbeat(state.self(), state.clock(), hello));
            hello = false;
        }
        asks.clear();
        heartbeatDue = false;
        told = state.clock();
        askedSince = Long.MAX_VALUE;
        return messages;
    }

    /** Whether a later life of this node's name has spoken while this one goes on: two nodes were given one name. */
    boolean hasNamesake() {
        return namesake;
    }
}
