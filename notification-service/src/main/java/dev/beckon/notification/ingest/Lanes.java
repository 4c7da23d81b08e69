package dev.beckon.notification.ingest;

import dev.beckon.contracts.Lane;
import dev.beckon.notification.ingest.MentionGroup.Decoded;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Decides which mentions are stored next. A statement holds mentions of many lanes of one PostgreSQL server, so that it is large
 * enough; if it fails, each of its lanes is stored by itself, and only those that fail again wait and are retried. Lanes are
 * visited in turn. Not thread-safe.
 */
final class Lanes {

    /** Statements of several lanes at a time on one server: PostgreSQL works on one while the results of the other are published. */
    static final int GROUPS = 2;

    /** Statements of single lanes at a time on one server, so that waiting ones leave connections for the inbox API. */
    static final int SINGLES = 4;

    private final List<LaneQueue> queues = Lane.ALL.stream().map(LaneQueue::new).toList();
    private final Set<MentionGroup> underWay = Collections.newSetFromMap(new IdentityHashMap<>());
    private final int rows;
    private final ToIntFunction<Lane> server;
    private final Predicate<ConsumerRecord<byte[], byte[]>> owned;
    private int turn;

    /**
     * @param rows a statement takes no further mention once it has so many notifications
     * @param server equal for lanes that one statement may store together
     * @param owned false if the record's partition was taken away since the record was read
     */
    Lanes(int rows, ToIntFunction<Lane> server, Predicate<ConsumerRecord<byte[], byte[]>> owned) {
        this.rows = rows;
        this.server = server;
        this.owned = owned;
    }

    void add(Decoded mention) {
        queues.get(mention.lane().number()).add(mention);
    }

    /** Takes the mentions of the next statement, and counts it as under way; {@code null} if none is due or allowed. */
    @Nullable
    MentionGroup next(long nowNanos) {
        for (int step = 0; step < queues.size(); step++) {
            LaneQueue lane = inTurn(step);
            if (lane.isDue(nowNanos) && isAllowed(lane)) {
                SequencedMap<LaneQueue, List<Decoded>> taken = lane.isAlone() ? alone(lane) : together(step, nowNanos);
                MentionGroup group = new MentionGroup(taken, lane.isAlone());
                turn = taken.lastEntry().getKey().lane().number() + 1;
                underWay.add(group);
                return group;
            }
        }
        return null;
    }

    private boolean isAllowed(LaneQueue lane) {
        long same = underWay.stream().filter(group -> group.alone() == lane.isAlone() && isOnOneServer(group.first(), lane)).count();
        return same < (lane.isAlone() ? SINGLES : GROUPS);
    }

    private SequencedMap<LaneQueue, List<Decoded>> alone(LaneQueue lane) {
        SequencedMap<LaneQueue, List<Decoded>> taken = new LinkedHashMap<>();
        taken.put(lane, lane.take(rows));
        return taken;
    }

    /** The lane at this step, and others after it until there are enough rows. */
    private SequencedMap<LaneQueue, List<Decoded>> together(int first, long nowNanos) {
        SequencedMap<LaneQueue, List<Decoded>> taken = new LinkedHashMap<>();
        int sum = 0;
        for (int step = 0; step < queues.size() && sum < rows; step++) {
            LaneQueue lane = inTurn(first + step);
            if (lane.isDue(nowNanos) && !lane.isAlone() && isOnOneServer(inTurn(first), lane)) {
                List<Decoded> mentions = lane.take(rows - sum);
                taken.put(lane, mentions);
                sum += mentions.stream().mapToInt(Decoded::rows).sum();
            }
        }
        return taken;
    }

    private LaneQueue inTurn(int step) {
        return queues.get((turn + step) % queues.size());
    }

    private boolean isOnOneServer(LaneQueue one, LaneQueue other) {
        return server.applyAsInt(one.lane()) == server.applyAsInt(other.lane());
    }

    /** The group is stored, or set aside. */
    void stored(MentionGroup group) {
        underWay.remove(group);
        group.lanes().forEach((lane, mentions) -> lane.stored(mentions.size()));
    }

    /** PostgreSQL refuses a mention of the group, which has more than one. */
    void refused(MentionGroup group) {
        underWay.remove(group);
        group.lanes().forEach((lane, mentions) -> {
            if (group.lanes().size() > 1) {
                lane.separate(owned(mentions));
            } else {
                lane.halve(owned(mentions));
            }
        });
    }

    /**
     * The group cannot be stored now: several lanes are tried by themselves at once, a single one after a pause.
     *
     * @return the pause; zero for several lanes
     */
    Duration failed(MentionGroup group, long nowNanos) {
        underWay.remove(group);
        if (group.lanes().size() == 1) {
            return group.first().holdUp(owned(group.mentions()), nowNanos);
        }
        group.lanes().forEach((lane, mentions) -> lane.separate(owned(mentions)));
        return Duration.ZERO;
    }

    private List<Decoded> owned(List<Decoded> mentions) {
        return mentions.stream().filter(mention -> owned.test(mention.origin())).toList();
    }

    /** Forgets mentions whose partition this process no longer has, except those under way. */
    void keepOwned() {
        queues.forEach(lane -> lane.keep(mention -> owned.test(mention.origin())));
    }

    /** True while a statement with records of these partitions is under way. */
    boolean isStoring(Collection<TopicPartition> partitions) {
        return underWay.stream().flatMap(group -> group.mentions().stream())
                .anyMatch(mention -> partitions.contains(new TopicPartition(mention.origin().topic(), mention.origin().partition())));
    }

    /** Number of lanes that failed by themselves and are tried again. */
    int heldUp() {
        return (int) queues.stream().filter(LaneQueue::isHeldUp).count();
    }
}
