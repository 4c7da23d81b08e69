package dev.beckon.notification.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.AccessRevoked;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.MentionRetracted;
import dev.beckon.contracts.Trail;
import dev.beckon.notification.inbox.MentionChange.Created;
import dev.beckon.notification.inbox.MentionChange.Retracted;
import dev.beckon.notification.inbox.MentionChange.Revised;
import dev.beckon.notification.inbox.MentionChange.Revoked;
import dev.beckon.notification.inbox.ReviseStatement.Revision;
import dev.beckon.notification.inbox.shards.MovedException;
import dev.beckon.notification.inbox.shards.Shard;
import dev.beckon.notification.inbox.shards.Shards;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stores mentions, their revisions and retractions, and lost access in inboxes, in batches, each exactly once however often it arrives.
 *
 * <p>One transaction. Its first statement makes missing inboxes and locks all of them, in recipient order, so concurrent batches
 * queue instead of deadlocking. The others begin after it, so under READ COMMITTED they see everything that other writers committed
 * while this one waited: a row that they find absent is absent, and the counts that they change are current.
 */
@ApplicationScoped
public class NotificationStore {

    /**
     * Wait for a lock. Every statement of this service holds locks for milliseconds, and a slow disk for some hundreds. While
     * this one waits, it holds the inboxes it has locked already, so the other mentions of its group and their users' own calls
     * wait as well: less than a second, and no longer than {@code notification.inbox.deadline}.
     */
    private static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

    private static final String BEGIN = "BEGIN; SET LOCAL lock_timeout = " + LOCK_TIMEOUT.toMillis() + "; " + Erased.WITH_OTHERS;

    private final Shards shards;
    private final ObjectMapper json;
    private final InboxFrames frames;
    private final InboxConfig config;

    NotificationStore(Shards shards, ObjectMapper json, InboxFrames frames, InboxConfig config) {
        this.shards = shards;
        this.json = json;
        this.frames = frames;
        this.config = config;
    }

    /** One statement of a transaction: it has the locks of all inboxes that it changes. */
    sealed interface Step permits AddStatement, ReviseStatement, RevokeStatement {

        String sql();

        Tuple parameters();

        /** Runs before the statement, so that it sees what others have done with the locked rows; {@code null}: there is nothing to lock. */
        default @Nullable Lock lock() {
            return null;
        }

        /** Whether {@code rows} say that a lane has moved to another server, so that nothing was changed. */
        boolean hasMoved(RowSet<Row> rows);

        List<Outcome> outcomes(RowSet<Row> rows, InboxFrames frames);
    }

    /** A statement that locks texts. */
    record Lock(String sql, Tuple parameters) {}

    /**
     * The result for one recipient of one change.
     *
     * @param change index of the change that took effect; {@link #NONE}: nothing changed
     * @param conflict index of a mention whose id belongs to another text; {@link #NONE}
     * @param isNew a notification was added
     */
    record Outcome(int change, int conflict, boolean isNew, Function<Trail, InboxFrame> frame) {

        static final int NONE = -1;
    }

    /** The result of a batch. */
    public static final class Stored {

        private final List<Outcome> outcomes;

        private Stored(List<Outcome> outcomes) {
            this.outcomes = outcomes;
        }

        /** Number of notifications that were not stored before. */
        public int added() {
            return (int) outcomes.stream().filter(Outcome::isNew).count();
        }

        /** Number of recipients for whom the batch changed nothing. */
        public int repeated() {
            return (int) outcomes.stream().filter(outcome -> outcome.change() == Outcome.NONE).count();
        }

        /** Indices of mentions that were not stored because their id belongs to a mention with another text. */
        public List<Integer> conflicts() {
            return outcomes.stream().map(Outcome::conflict).filter(index -> index != Outcome.NONE).distinct().toList();
        }

        /**
         * A frame for every change of an inbox, in the order of its revisions, and a stale one for every recipient without any.
         *
         * @param trails by the index of a change in the batch
         */
        public List<InboxFrame> frames(IntFunction<Trail> trails) {
            return outcomes.stream().map(outcome -> outcome.frame()
                    .apply(outcome.change() == Outcome.NONE ? Trail.NONE : trails.apply(outcome.change()))).toList();
        }
    }

    /** Equal for lanes whose inboxes are on one server: {@link #store} may store their changes together. */
    public int server(Lane lane) {
        return shards.all().indexOf(shards.of(lane));
    }

    /** The server of a lane's inboxes, for logs. */
    public String serverName(Lane lane) {
        return shards.of(lane).name();
    }

    /** Adds new mentions. Recipients may live on several servers; see {@link #store}. */
    public Uni<Stored> addNew(List<MentionCreated> mentions) {
        return store(mentions.stream().<MentionChange>map(MentionChange.Created::new).toList());
    }

    /**
     * Applies changes in their order. They may concern several servers, each of which then stores its own in a transaction of its own.
     *
     * @param given mentions that have expired meanwhile are shown to nobody
     * @return fails, see {@link DatabaseFailure}, with nothing stored on a server that failed; a repeated call stores the rest
     */
    public Uni<Stored> store(List<MentionChange> given) {
        Instant now = Instant.now();
        List<MentionChange> changes = given.stream().map(change -> change.at(now)).toList();
        List<Shard> concerned = shards.all().size() == 1 ? shards.all() : shardsOf(changes);
        if (concerned.size() <= 1) {
            return concerned.isEmpty()
                    ? Uni.createFrom().item(new Stored(List.of())) // all have expired
                    : store(concerned.getFirst(), changes).map(Stored::new);
        }
        return Uni.join().all(concerned.stream().map(shard -> store(shard, changes)).toList()).andCollectFailures()
                .onFailure(CompositeException.class).transform(Throwable::getCause)
                .map(outcomes -> new Stored(outcomes.stream().flatMap(List::stream).toList()));
    }

    private List<Shard> shardsOf(List<MentionChange> changes) {
        return changes.stream().flatMap(MentionChange::lanes).map(shards::of).distinct().toList();
    }

    private Uni<List<Outcome>> store(Shard shard, List<MentionChange> changes) {
        List<MentionChange> own = changes.stream().filter(change -> change.lanes().anyMatch(lane -> shards.of(lane) == shard)).toList();
        InboxLocks locks = new InboxLocks();
        own.forEach(change -> {
            locks.add(change.recipients().stream().filter(recipient -> shards.of(recipient) == shard).toList(), change.occurredAt());
            switch (change) {
                case Revised(Lane lane, MentionCreated mention) -> locks.addEarlier(mention.id(), lane);
                case Retracted(Lane lane, MentionRetracted mention) -> locks.addEarlier(mention.id(), lane);
                case Created _,Revoked _ -> {} // concern no others than their recipients
            }
        });
        List<Step> steps = steps(shard, changes);
        return DatabaseFailure.repeatStale(shard.withPool(pool -> pool.withConnection(connection -> inOneGo(connection, locks, steps))))
                .chain(results -> outcomes(shard, own, steps, results));
    }

    private Uni<List<Outcome>> outcomes(Shard shard, List<MentionChange> own, List<Step> steps, List<RowSet<Row>> results) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).hasMoved(results.get(i))) {
                Set<Lane> lanes = own.stream().flatMap(MentionChange::lanes).filter(lane -> shards.of(lane) == shard)
                        .collect(Collectors.toSet());
                return shards.follow(shard, lanes).chain(() -> Uni.createFrom().failure(new MovedException(lanes)));
            }
            outcomes.addAll(steps.get(i).outcomes(results.get(i), frames));
        }
        return Uni.createFrom().item(outcomes);
    }

    private List<Step> steps(Shard shard, List<MentionChange> changes) {
        StatementOrder order = new StatementOrder();
        for (int i = 0; i < changes.size(); i++) {
            MentionChange change = changes.get(i);
            if (change.lanes().anyMatch(lane -> shards.of(lane) == shard)) {
                order.add(i, change instanceof Created(MentionCreated mention) ? new Created(ownOf(shard, mention)) : change);
            }
        }
        return order.batches().stream().map(this::step).toList();
    }

    private Step step(StatementOrder.Batch batch) {
        SequencedMap<Integer, MentionChange> changes = batch.changes();
        return switch (changes.firstEntry().getValue()) {
            case Created _ -> {
                SequencedMap<Integer, MentionCreated> mentions = new LinkedHashMap<>();
                changes.forEach((index, change) -> mentions.put(index, ((Created) change).mention()));
                yield AddStatement.of(mentions, config.textsInRows(), this::toJson);
            }
            case Revised _,Retracted _ -> new ReviseStatement(changes.entrySet().stream()
                    .map(entry -> revision(entry.getKey(), entry.getValue())).toList(),
                    toJson(changes.values().stream().map(MentionChange::content).toList()));
            case Revoked(AccessRevoked access) -> new RevokeStatement(changes.firstEntry().getKey(), access);
        };
    }

    private static Revision revision(int index, MentionChange change) {
        return change instanceof Revised(Lane lane, MentionCreated mention)
                ? new Revision(index, lane, mention.id(), mention)
                : new Revision(index, ((Retracted) change).lane(), ((Retracted) change).mention().id(), null);
    }

    /** The same mention with only the recipients of this server. */
    private MentionCreated ownOf(Shard shard, MentionCreated mention) {
        return shards.all().size() == 1
                ? mention
                : mention.to(mention.recipients().stream().filter(recipient -> shards.of(recipient) == shard).toList());
    }

    /**
     * Sends the transaction without waiting between its statements, which PostgreSQL runs one after the other. If one fails,
     * the later ones fail as well and COMMIT rolls back: only the first failure shows the cause.
     */
    private static Uni<List<RowSet<Row>>> inOneGo(SqlConnection connection, InboxLocks locks, List<Step> steps) {
        List<Uni<RowSet<Row>>> statements = new ArrayList<>();
        statements.add(connection.query(BEGIN).execute());
        statements.add(connection.preparedQuery(locks.sql()).execute(locks.parameters()));
        List<Integer> places = new ArrayList<>();
        steps.forEach(step -> {
            Lock lock = step.lock();
            if (lock != null) {
                statements.add(connection.preparedQuery(lock.sql()).execute(lock.parameters()));
            }
            places.add(statements.size());
            statements.add(connection.preparedQuery(step.sql()).execute(step.parameters()));
        });
        statements.add(connection.query("COMMIT").execute());
        return Uni.combine().all().<RowSet<Row>>unis(statements).collectFailures()
                .with(results -> places.stream().map(results::get).map(NotificationStore::rows).toList())
                .onFailure(CompositeException.class).transform(Throwable::getCause);
    }

    @SuppressWarnings("unchecked") // combine().unis(Iterable) loses the type
    private static RowSet<Row> rows(Object result) {
        return (RowSet<Row>) result;
    }

    private String toJson(Object mentions) {
        try {
            return json.writeValueAsString(mentions);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a decoded mention cannot be written as JSON", e);
        }
    }
}
