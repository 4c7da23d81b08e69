package dev.beckon.notification.inbox;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.Lane;
import dev.beckon.notification.inbox.shards.AwayException;
import dev.beckon.notification.inbox.shards.MovedException;
import dev.beckon.notification.inbox.shards.Shard;
import dev.beckon.notification.inbox.shards.Shards;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks the servers of many users at the same time, and puts their answers together. */
@ApplicationScoped
class CatchUps {

    /**
     * Notifications in one catch-up, about 1 KiB each. The users of a request share them, but each gets at least a snapshot's
     * worth: of 500 users at once each gets 20 changes, or else a snapshot, instead of 200.
     */
    private static final int MAX_CATCH_UP = 10_000;

    private final InboxReader reader;
    private final GroupReader groups;
    private final Shards shards;
    private final InboxConfig config;

    CatchUps(InboxReader reader, GroupReader groups, Shards shards, InboxConfig config) {
        this.reader = reader;
        this.groups = groups;
        this.shards = shards;
        this.config = config;
    }

    /** @return in the order of the positions, without users whose server is away; fails if that leaves none */
    Uni<List<Difference>> differences(List<Position> positions) {
        return differences(positions, false).onFailure(MovedException.class).recoverWithUni(() -> differences(positions, true));
    }

    /** @param followed leaves out users whose lanes are moving just now; otherwise follows them and fails */
    private Uni<List<Difference>> differences(List<Position> positions, boolean followed) {
        Map<Shard, List<Integer>> divided = IntStream.range(0, positions.size()).boxed()
                .collect(Collectors.groupingBy(index -> shards.of(positions.get(index).user())));
        @Nullable
        Difference[] inOrder = new Difference[positions.size()];
        return Uni.join().all(divided.entrySet().stream().map(part -> {
            Uni<Void> answer = ask(part.getKey(), part.getValue(), positions, inOrder)
                    .chain(moved -> moved.isEmpty() || followed ? Uni.createFrom().voidItem() : follow(part.getKey(), moved));
            return divided.size() == 1 ? answer : orNothing(part.getKey(), answer);
        }).toList()).andFailFast()
                .map(_ -> requireAny(Stream.of(inOrder).filter(Objects::nonNull).toList()));
    }

    /**
     * Fills in the answers of one server.
     *
     * @return the lanes that have left it
     */
    private Uni<Set<Lane>> ask(Shard shard, List<Integer> indices, List<Position> positions, @Nullable Difference[] inOrder) {
        List<Position> asked = indices.stream().map(positions::get).toList();
        int changes = Math.clamp(MAX_CATCH_UP / positions.size(), CatchUp.SNAPSHOT_SIZE, CatchUp.MAX_CHANGES);
        return read(shard, asked, changes).map((List<@Nullable Difference> answers) -> {
            Set<Lane> left = new HashSet<>();
            for (int i = 0; i < asked.size(); i++) {
                Difference answer = answers.get(i);
                inOrder[indices.get(i)] = answer;
                if (answer == null) {
                    left.add(Lane.of(asked.get(i).user()));
                }
            }
            return left;
        });
    }

    /** Reads groups with a statement of their own. */
    private Uni<List<@Nullable Difference>> read(Shard shard, List<Position> asked, int changes) {
        List<Position> grouped = asked.stream().filter(position -> position.grouped() != null).toList();
        if (grouped.isEmpty()) {
            return reader.differences(shard, asked, changes);
        }
        List<Position> single = asked.stream().filter(position -> position.grouped() == null).toList();
        Uni<List<@Nullable Difference>> first = single.isEmpty()
                ? Uni.createFrom().item(List.of())
                : reader.differences(shard, single, changes);
        return first.chain((List<@Nullable Difference> ones) -> groups.differences(shard, grouped, changes)
                .map((List<@Nullable Difference> others) -> {
                    Iterator<@Nullable Difference> one = ones.iterator();
                    Iterator<@Nullable Difference> other = others.iterator();
                    List<@Nullable Difference> inOrder = new ArrayList<>(asked.size());
                    asked.forEach(position -> inOrder.add(position.grouped() == null ? one.next() : other.next()));
                    return inOrder;
                }));
    }

    private Uni<Void> follow(Shard left, Set<Lane> lanes) {
        return shards.follow(left, lanes).chain(() -> Uni.createFrom().failure(new MovedException(lanes)));
    }

    /** Leaves out the users of a server that is away or silent, or has not answered in time for the others' answers. */
    private Uni<Void> orNothing(Shard shard, Uni<Void> answer) {
        return shard.unlessSilent(answer).ifNoItem().after(config.deadline().multipliedBy(2).dividedBy(3)).fail()
                .onFailure(failure -> !(failure instanceof MovedException) && DatabaseFailure.of(failure) == DatabaseFailure.OUTAGE)
                .recoverWithNull();
    }

    private static List<Difference> requireAny(List<Difference> answers) {
        if (answers.isEmpty()) {
            throw new AwayException("every server that was asked is away");
        }
        return answers;
    }
}
