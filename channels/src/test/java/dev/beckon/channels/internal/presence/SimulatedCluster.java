package dev.beckon.channels.internal.presence;

import dev.beckon.channels.internal.presence.Entry.Replica;
import dev.beckon.channels.internal.presence.GossipProtocol.Outgoing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Three to five nodes and a network between them that loses, repeats and reorders messages, driven by one seed. Nodes crash,
 * stop, restart under their old names, lose contact with each other or with themselves and regain it.
 */
final class SimulatedCluster {

    private static final long SECOND = 1_000_000_000;
    /** Longer than twice the life of any message, and twice the time until a node is declared down. */
    private static final int QUIET_SECONDS = 12;

    private record Letter(int from, int to, Gossip message) {}

    private final SplittableRandom random;
    private final Supplier<ReplicaEntries> entries;
    private final @Nullable SimulatedNode[] nodes;
    private final boolean[][] cut;
    private final List<Letter> underWay = new ArrayList<>();
    private long now;
    private long lives = 1_000;

    SimulatedCluster(long seed, Supplier<ReplicaEntries> entries) {
        this.random = new SplittableRandom(seed);
        this.entries = entries;
        this.nodes = new SimulatedNode[3 + random.nextInt(3)];
        this.cut = new boolean[nodes.length][nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            start(i);
        }
    }

    /** @throws AssertionError if the nodes do not agree in the end, or a member got an impossible diff */
    static void run(long seed, Supplier<ReplicaEntries> entries) {
        SimulatedCluster cluster = new SimulatedCluster(seed, entries);
        int steps = 20 + cluster.random.nextInt(60);
        for (int i = 0; i < steps; i++) {
            cluster.step();
        }
        cluster.calmDown();
        cluster.check();
    }

    private void step() {
        int at = random.nextInt(nodes.length);
        SimulatedNode node = nodes[at];
        switch (random.nextInt(20)) {
            case 0 -> cut[at][random.nextInt(nodes.length)] ^= true;
            case 1 -> pass(random.nextLong(random.nextInt(20) == 0 ? 25 * SECOND : 3 * SECOND));
            case 2, 3, 4, 5, 6, 7 -> deliverSome();
            default -> {
                if (node != null) {
                    act(at, node);
                } else if (random.nextInt(3) == 0) {
                    start(at);
                }
            }
        }
    }

    private void act(int at, SimulatedNode node) {
        switch (random.nextInt(20)) {
            case 0 -> {
                send(at, random.nextInt(3) == 0 ? List.of(new Outgoing(null, new Gossip.Goodbye(node.replica()))) : List.of());
                nodes[at] = null; // the node has stopped, or crashed
            }
            case 1, 2 -> send(at, node.beat(random.nextInt(4) == 0));
            case 3, 4, 5, 6, 7 -> send(at, node.flush());
            default -> node.act(random);
        }
    }

    private void start(int at) {
        lives += random.nextInt(20) == 0 ? -3 : 5; // now and then the machine's clock goes back
        SimulatedNode node = new SimulatedNode(new Replica(name(at), lives * 8 + at), entries);
        nodes[at] = node;
        send(at, node.beat(true));
    }

    private void send(int from, List<Outgoing> messages) {
        for (Outgoing outgoing : messages) {
            for (int to = 0; to < nodes.length; to++) {
                if (!cut[from][to] && (outgoing.to() == null || outgoing.to().equals(name(to)))) {
                    underWay.add(new Letter(from, to, outgoing.message()));
                }
            }
        }
    }

    private static String name(int at) {
        return "node" + at;
    }

    /** Delivers some of the messages, in any order; loses some and repeats some. */
    private void deliverSome() {
        for (int i = random.nextInt(10); i > 0 && !underWay.isEmpty(); i--) {
            int index = random.nextInt(5) == 0 ? random.nextInt(underWay.size()) : 0;
            Letter letter = underWay.remove(index);
            int fate = random.nextInt(10);
            if (fate < 3) {
                underWay.add(letter);
            }
            if (fate != 9) {
                deliver(letter);
            }
        }
    }

    private void deliver(Letter letter) {
        SimulatedNode node = nodes[letter.to()];
        if (node != null) {
            node.receive(letter.message(), now);
        }
    }

    private void pass(long nanos) {
        for (long left = nanos; left > 0; left -= SECOND) {
            now += Math.min(left, SECOND);
            for (SimulatedNode node : nodes) {
                if (node != null) {
                    node.checkSilence(now);
                }
            }
        }
    }

    /** Stops all losses; messages under way arrive, and heartbeats go on. */
    private void calmDown() {
        for (boolean[] row : cut) {
            Arrays.fill(row, false);
        }
        for (int second = 0; second < QUIET_SECONDS; second++) {
            for (int at = 0; at < nodes.length; at++) {
                SimulatedNode node = nodes[at];
                if (node != null) {
                    send(at, node.beat(false));
                }
            }
            while (!underWay.isEmpty()) {
                deliverAll();
            }
            pass(SECOND);
        }
    }

    private void deliverAll() {
        List<Letter> letters = List.copyOf(underWay);
        underWay.clear();
        letters.forEach(this::deliver);
        for (int at = 0; at < nodes.length; at++) {
            SimulatedNode node = nodes[at];
            if (node != null) {
                send(at, node.flush());
            }
        }
    }

    private void check() {
        Set<Entry> present = new HashSet<>();
        for (SimulatedNode node : nodes) {
            if (node != null) {
                present.addAll(node.own());
            }
        }
        for (SimulatedNode node : nodes) {
            if (node != null && !node.seen().equals(present)) {
                throw new AssertionError(node.replica() + " sees " + node.seen() + " where " + present + " are");
            }
        }
    }
}
