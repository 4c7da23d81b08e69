package dev.beckon.channels.internal.presence;

import dev.beckon.channels.internal.presence.Entry.Replica;
import dev.beckon.channels.internal.presence.Gossip.Ask;
import dev.beckon.channels.internal.presence.Gossip.Goodbye;
import dev.beckon.channels.internal.presence.Gossip.Heartbeat;
import dev.beckon.channels.internal.presence.Gossip.Transfer;
import dev.beckon.channels.internal.presence.Peer.Status;
import dev.beckon.channels.internal.presence.PresenceState.Diff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a node reacts to gossip and which gossip it sends. A node sends its changes to all others, over a medium
 * that may lose, repeat and reorder messages: the changes carry clocks, so the next message shows a gap, and the
 * receiver asks for the missing changes. Questions and answers go to one node, unless several nodes ask at once. A node
 * that falls silent is hidden, and shown again once its changes have arrived; after a long silence its entries are
 * deleted.
 *
 * <p>A node's own heartbeats come back to it over the same medium. Other nodes' silence counts only while they do,
 * because otherwise the medium is silent, not the nodes.
 *
 * <p>Pure: time comes in as nanoseconds of any clock, and {@link #flush} returns the messages to send. Confined to one
 * thread.
 */
final class GossipProtocol {

    /**
     * @param heartbeat interval of {@link #beat}
     * @param down silence after which a node is hidden
     * @param forget silence after which its entries are deleted
     * @param transferLimit changes or entries in one message
     */
    record Settings(Duration heartbeat, Duration down, Duration forget, int transferLimit) {

        /** Pause after an ask that brought no answer. */
        long askAgainNanos() {
            return heartbeat.toNanos() / 2;
        }

        /**
         * Longest gap between two of this node's own heartbeats after which it goes on counting the others' silence. A
         * longer one would, with the heartbeat that a node may have been about to send, come too close to {@code down}.
         */
        long longestGapNanos() {
            return heartbeat.plus(down).toNanos() / 2;
        }
    }

    /** @param to the name of the node that gets the message; {@code null}: all nodes */
    record Outgoing(@Nullable String to, Gossip message) {}

    private final PresenceState state;
    private final Settings settings;
    private final Consumer<Diff> changes;
    private final Map<String, Peer> peers = new HashMap<>();
    private final List<Outgoing> asks = new ArrayList<>();
    /** Nodes that want a heartbeat; bounded, as {@code asked} is, by the number of peers. */
    private final Set<String> greeted = new LinkedHashSet<>();
    /** Nodes that want changes, and the clock up to which they have them. */
    private final Map<String, Long> asked = new LinkedHashMap<>();
    private boolean heartbeatDue;
    private boolean namesake;
    private boolean hello = true;
    private long sent;
    /** The clock of the latest heartbeat that came back: the changes up to it have gone out. */
    private long returned;
    private @Nullable Long returnedAt;

    /** @param changes gets the entries of other nodes that appear or disappear here */
    GossipProtocol(PresenceState state, Settings settings, Consumer<Diff> changes) {
        this.state = state;
        this.settings = settings;
        this.changes = changes;
    }

    void receive(Gossip message, long now) {
        if (message.replica().equals(state.self())) {
            if (message instanceof Heartbeat own) {
                cameBack(own, now);
            }
            return;
        }
        if (message.replica().name().equals(state.self().name())) {
            namesake |= message.replica().supersedes(state.self());
            return; // a former run of this node, or a mistake
        }
        Peer peer = peerOf(message.replica(), now);
        if (peer.replica().equals(message.replica()) && peer.status() != Status.GONE) {
            handle(message, peer, now);
        }
    }

    /** After a gap the other nodes get the full time: their heartbeats were missing together with this node's own. */
    private void cameBack(Heartbeat own, long now) {
        if (returnedAt == null || now - returnedAt > settings.longestGapNanos()) {
            peers.values().stream().filter(Peer::isPresent).forEach(peer -> peer.seen(now));
        }
        returnedAt = now;
        returned = Math.max(returned, own.clock());
    }

    private void handle(Gossip message, Peer peer, long now) {
        switch (message) {
            case Heartbeat(_, var clock, var isHello) -> {
                if (isHello) {
                    greeted.add(peer.replica().name());
                }
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
                    asked.merge(peer.replica().name(), since, Math::min);
                }
            }
            case Goodbye _ -> {
                changes.accept(state.forget(peer.replica()));
                peer.become(Status.GONE);
            }
        }
    }

    /** Accepts an older run of a node only if the newer one is not present: then the machine's clock went back. */
    private Peer peerOf(Replica replica, long now) {
        Peer known = peers.get(replica.name());
        if (known != null && !known.replica().equals(replica)
                && (replica.supersedes(known.replica()) || !known.isPresent())) {
            changes.accept(state.forget(known.replica()));
            known = null;
        }
        if (known == null) {
            known = new Peer(replica, now);
            peers.put(replica.name(), known);
            greeted.add(replica.name());
        } else if (known.replica().equals(replica)) {
            known.seen(now);
        }
        return known;
    }

    private void upOrAsk(Peer peer, boolean isComplete, long now) {
        if (isComplete) {
            peer.answered();
            peer.become(Status.UP);
            changes.accept(state.up(peer.replica()));
        } else if (peer.mayAsk(now, settings.askAgainNanos())) {
            asks.add(new Outgoing(peer.replica().name(), new Ask(state.self(), peer.replica(), state.clock(peer.replica()))));
        }
    }

    /** Makes the next {@link #flush} send a heartbeat. */
    void beat() {
        heartbeatDue = true;
    }

    /**
     * Messages may have been lost in both directions: the next {@link #flush} asks all nodes for a heartbeat, and sends
     * again what may not have gone out, so that the other nodes need not ask for it one by one.
     */
    void missed() {
        heartbeatDue = true;
        hello = true;
        sent = Math.min(sent, returned);
    }

    /** Hides and deletes nodes that were silent for too long while this node's own heartbeats came back. */
    void checkSilence(long now) {
        if (returnedAt == null) {
            return;
        }
        long until = Math.min(now, returnedAt + settings.heartbeat().toNanos());
        for (Peer peer : List.copyOf(peers.values())) {
            if (peer.isPresent() && peer.silentNanos(until) > settings.down().toNanos()) {
                peer.become(Status.DOWN);
                changes.accept(state.down(peer.replica()));
            }
            if (peer.silentNanos(until) > settings.forget().toNanos()) {
                changes.accept(state.forget(peer.replica()));
                peers.remove(peer.replica().name());
            }
        }
    }

    /** Whether {@link #flush} has messages to send. */
    boolean isFlushDue() {
        return heartbeatDue || !asks.isEmpty() || !greeted.isEmpty() || !asked.isEmpty()
                || (sent < state.clock() && !peers.isEmpty());
    }

    /**
     * Returns all messages that are due, to be sent in this order: the heartbeat last, so that no node asks for changes
     * that precede it.
     */
    List<Outgoing> flush() {
        List<Outgoing> messages = new ArrayList<>(asks);
        asks.clear();
        addChanges(messages);
        addHeartbeats(messages);
        return messages;
    }

    /** One node that asks gets its own answer; several get one that goes to all nodes. */
    private void addChanges(List<Outgoing> messages) {
        long since = sent;
        if (asked.size() > 1) {
            since = Math.min(since, Collections.min(asked.values()));
        } else {
            asked.forEach((node, known) -> {
                if (known < sent) {
                    add(messages, node, known);
                }
            });
        }
        if (!peers.isEmpty()) {
            add(messages, null, since);
        }
        asked.clear();
        sent = state.clock();
    }

    private void add(List<Outgoing> messages, @Nullable String to, long since) {
        if (since < state.clock()) {
            state.extract(since, settings.transferLimit()).forEach(transfer -> messages.add(new Outgoing(to, transfer)));
        }
    }

    private void addHeartbeats(List<Outgoing> messages) {
        if (heartbeatDue || greeted.size() > 1) {
            messages.add(new Outgoing(null, new Heartbeat(state.self(), state.clock(), hello)));
            hello = false;
        } else {
            greeted.forEach(node -> messages.add(new Outgoing(node, new Heartbeat(state.self(), state.clock(), false))));
        }
        greeted.clear();
        heartbeatDue = false;
    }

    /**
     * Whether a later run with this node's name has sent messages while this one is running: two nodes have the same
     * name.
     */
    boolean hasNamesake() {
        return namesake;
    }
}
