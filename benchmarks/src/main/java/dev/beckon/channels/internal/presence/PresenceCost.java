package dev.beckon.channels.internal.presence;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.internal.presence.Entry.Replica;
import dev.beckon.channels.internal.presence.Gossip.Transfer;
import dev.beckon.channels.internal.presence.PresenceState.Diff;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Measures the cost of one topic's users on two nodes: the home node, and another node that receives them by gossip.
 * Uses a shard's own classes, from within their package because they are not public; leaves out sockets and Redis, whose
 * cost other benchmarks measure.
 */
public final class PresenceCost {

    private static final String TOPIC = "room:lobby";
    /** Joins of one tick: at 1,000 joins a second, nodes send gossip four times a second. */
    private static final int TOGETHER = 250;
    private static final int TRANSFER_LIMIT = 500;
    private static final int CHANGES_KEPT = 16_384;
    private static final int BUILDS = 31;
    private static final int COLLECTIONS = 4;
    private static final long MAX_META_BYTES = 1_024;

    private final ObjectMapper mapper = new ObjectMapper();
    private final PresenceJson json = new PresenceJson(mapper, MAX_META_BYTES);
    private final GossipJson gossipJson = new GossipJson(mapper);
    private final List<Sent> messages = new ArrayList<>();
    private final Node home = new Node("home");
    private final Node elsewhere = new Node("elsewhere");
    private long sent;

    private PresenceCost() {}

    /**
     * @param stateBytes size of the presence_state that each joining member gets
     * @param buildMillis processor time to build it, once for all members that join between two changes
     * @param homeBytes heap for one presence on the node that has the socket
     * @param elsewhereBytes heap for one presence on each other node
     * @param joinMicros processor time of a join at home: the meta, the state, the diff and the gossip
     * @param leaveMicros processor time of a leave at home
     * @param mergeMicros processor time elsewhere for one join
     * @param gossipBytes gossip between nodes for one join
     */
    public record Cost(long stateBytes, double buildMillis, double homeBytes, double elsewhereBytes, double joinMicros,
            double leaveMicros, double mergeMicros, double gossipBytes) {}

    /**
     * Measures {@code users} presences. The second call and later ones give better figures, because the JVM compiles
     * some code only after a while.
     */
    public static Cost of(int users) {
        return new PresenceCost().measure(users);
    }

    private record Sent(String event, RawJson payload) {}

    private static final class Node {

        private final PresenceState state;
        private final TopicPresences shown = new TopicPresences();

        Node(String name) {
            state = new PresenceState(new Replica(name, 1), CHANGES_KEPT);
        }

        void changed(Diff diff) {
            diff.leaves().forEach(shown::leave);
            diff.joins().forEach(shown::join);
        }
    }

    private Cost measure(int users) {
        Object[] owners = IntStream.range(0, users).mapToObj(_ -> new Object()).toArray();
        long empty = heapBytes();
        double join = each(users, i -> home.changed(home.state.join(owners[i], TOPIC, "user-" + i,
                json.meta(Map.of("device", "web", "online_at", 1_795_000_000 + i)))));
        long gossip = messages.stream().mapToLong(message -> bytes(message.payload())).sum();
        long atHome = heapBytes() - empty - gossip;

        elsewhere.state.up(home.state.self());
        long before = heapBytes();
        double merge = micros(() -> {
            messages.forEach(message -> elsewhere.changed(
                    elsewhere.state.merge((Transfer) gossipJson.decode(message.event(), message.payload()))));
            PresenceJson.diff(elsewhere.shown.takeDiff());
        }) / users;
        long there = heapBytes() - before;

        double build = median(IntStream.range(0, BUILDS).mapToDouble(_ -> micros(() -> PresenceJson.state(home.shown.byKey()))));
        long state = bytes(PresenceJson.state(elsewhere.shown.byKey()));
        double leave = each(users, i -> home.changed(home.state.leave(owners[i])));
        return new Cost(state, build / 1_000, (double) atHome / users, (double) there / users, join, leave, merge,
                (double) gossip / users);
    }

    /** @return processor time per user in microseconds, including diff and gossip */
    private double each(int users, IntConsumer change) {
        return micros(() -> {
            for (int i = 0; i < users; i++) {
                change.accept(i);
                if ((i + 1) % TOGETHER == 0 || i + 1 == users) {
                    publish();
                }
            }
        }) / users;
    }

    private void publish() {
        PresenceJson.diff(home.shown.takeDiff());
        for (Transfer transfer : home.state.extract(sent, TRANSFER_LIMIT)) {
            messages.add(new Sent(GossipJson.event(transfer), gossipJson.encode(transfer)));
        }
        sent = home.state.clock();
    }

    private static double micros(Runnable work) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        work.run();
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / (double) TimeUnit.MICROSECONDS.toNanos(1);
    }

    private static double median(DoubleStream values) {
        return values.sorted().skip(BUILDS / 2).findFirst().orElseThrow();
    }

    private static long bytes(RawJson json) {
        return json.text().getBytes(StandardCharsets.UTF_8).length;
    }

    /** The serial collector compacts the heap, and so leaves out all dead objects, only in every fourth collection. */
    private static long heapBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
