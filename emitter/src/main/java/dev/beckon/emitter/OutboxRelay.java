package dev.beckon.emitter;

import dev.beckon.emitter.EmitterException.Reason;
import dev.beckon.emitter.OutboxTable.Row;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Posts the committed rows of an outbox table in PostgreSQL ({@code examples/emitters/outbox/outbox.sql}), the oldest first, and
 * deletes each once Beckon has it. A row that Beckon refuses for good stays, with the reason in {@code refused}.
 *
 * <p>Any number of relays may run: each leases a bounded batch that no other has. Together they do not keep the order of rows;
 * revisions make it immaterial for edits. No transaction is open while a relay waits for an answer. A row that is posted twice, after
 * a crash or a lost lease, is one mention: its key is the same.
 *
 * <p>While Beckon is away or refuses the token, the relay waits longer and longer, at most a minute, logs each attempt, and keeps all
 * rows. {@link #state} is for the program's health check.
 */
public final class OutboxRelay implements Runnable, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(OutboxRelay.class.getName());
    private static final long MAX_WAIT_MILLIS = 60_000;

    /** Statuses that the row is to blame for; any other may pass, or another row would get it, too. */
    private static final Set<Integer> OF_THE_ROW = Set.of(400, 413, 422);

    private final DataSource database;
    private final Emitter emitter;
    private final OutboxTable table;
    private final int batch;
    private final Duration lease;
    private final Duration poll;
    private volatile State state = new State(Condition.STARTING, Instant.now(), 0, "", 0, 0);
    private volatile boolean closed;
    private volatile @Nullable Thread runner;

    /** What a relay does. */
    public enum Condition {
        /** It has not reached the table and Beckon yet. */
        STARTING,
        /** The last batch went through, or no row waits. */
        WORKING,
        /** Beckon answers 5xx or 429, or cannot be reached. */
        BECKON_UNAVAILABLE,
        /** Beckon answers 401 or 403, or the address is not Beckon's: nothing goes through before a person corrects it. */
        MISCONFIGURED, DATABASE_UNAVAILABLE,
        /** {@link OutboxRelay#run} has ended. */
        STOPPED
    }

    /**
     * @param since when the condition began
     * @param failures in a row
     * @param detail of the last failure; empty: none
     * @param posted rows that Beckon has accepted since the start
     * @param refused rows that were set aside since the start
     */
    public record State(Condition condition, Instant since, int failures, String detail, long posted, long refused) {

        public boolean isHealthy() {
            return condition == Condition.STARTING || condition == Condition.WORKING;
        }
    }

    private OutboxRelay(Builder settings) {
        this.database = settings.database;
        this.emitter = settings.emitter;
        this.table = new OutboxTable(settings.table);
        this.batch = settings.batch;
        this.lease = settings.lease;
        this.poll = settings.poll;
    }

    /**
     * @param database gives one connection, which the relay keeps while it works
     * @param emitter with a patience of seconds: the relay itself waits and repeats
     */
    public static Builder from(DataSource database, Emitter emitter) {
        return new Builder(database, emitter);
    }

    public State state() {
        return state;
    }

    /** Relays until {@link #close} or an interrupt; whatever fails, it goes on. */
    @Override
    public void run() {
        runner = Thread.currentThread();
        try {
            while (!closed) {
                relay();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            runner = null;
            change(Condition.STOPPED, 0, "");
        }
    }

    /** Works with one connection until it fails. */
    private void relay() throws InterruptedException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            while (!closed) {
                try {
                    boolean more = relayBatch(connection) > 0;
                    change(Condition.WORKING, 0, "");
                    if (!more) {
                        Thread.sleep(poll.toMillis());
                    }
                } catch (EmitterException e) {
                    failed(e.reason() == Reason.UNAVAILABLE ? Condition.BECKON_UNAVAILABLE : Condition.MISCONFIGURED, e,
                            e.retryAfterMillis());
                }
            }
        } catch (SQLException e) {
            failed(Condition.DATABASE_UNAVAILABLE, e, null);
        }
    }

    /**
     * Relays until no row waits that another relay does not have.
     *
     * @return the number of rows that are posted or refused
     * @throws EmitterException if Beckon does not take a row now; that row and those behind it wait
     */
    public int drain() throws SQLException, EmitterException, InterruptedException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            int all = 0;
            for (int done = relayBatch(connection); done > 0; done = relayBatch(connection)) {
                all += done;
            }
            return all;
        }
    }

    private int relayBatch(Connection connection) throws SQLException, EmitterException, InterruptedException {
        long leased = System.nanoTime();
        List<Row> rows = table.lease(connection, batch, lease);
        int done = 0;
        try {
            // A call must not begin late in the lease: another relay would make it, too.
            while (done < rows.size() && !closed && System.nanoTime() - leased < lease.toNanos() / 2) {
                relay(connection, rows.get(done));
                done++;
            }
            return done;
        } finally {
            table.release(connection, rows.subList(done, rows.size()));
        }
    }

    private void relay(Connection connection, Row row) throws SQLException, EmitterException, InterruptedException {
        try {
            call(row);
            table.delete(connection, row);
            count(1, 0);
        } catch (EmitterException | IllegalArgumentException e) { // the latter: a key that has no address
            if (e instanceof EmitterException failure && !OF_THE_ROW.contains(failure.status())) {
                throw failure;
            }
            LOG.log(Level.WARNING, "Row {0} of the outbox is set aside, see its column refused: {1}", row.id(), e.getMessage());
            table.refuse(connection, row, String.valueOf(e.getMessage()));
            count(0, 1);
        }
    }

    private void call(Row row) throws EmitterException, InterruptedException {
        if (row.revision() == null) {
            emitter.postJson(row.key(), row.body() == null ? "null" : row.body());
        } else if (row.body() == null) {
            emitter.retract(row.key(), row.revision());
        } else {
            emitter.editJson(row.key(), row.body());
        }
    }

    private void failed(Condition condition, Exception e, @Nullable Long retryAfterMillis) throws InterruptedException {
        int failures = state.failures() + 1;
        long waitMillis = Math.min(MAX_WAIT_MILLIS, Retries.waitMillis(failures, retryAfterMillis));
        change(condition, failures, String.valueOf(e.getMessage()));
        LOG.log(condition == Condition.MISCONFIGURED ? Level.ERROR : Level.WARNING,
                "The outbox waits ({0}, attempt {1}); the next attempt follows in {2} ms: {3}", condition, failures, waitMillis,
                e.getMessage());
        Thread.sleep(waitMillis);
    }

    private synchronized void change(Condition condition, int failures, String detail) {
        Instant since = condition == state.condition() ? state.since() : Instant.now();
        state = new State(condition, since, failures, detail, state.posted(), state.refused());
    }

    private synchronized void count(int posted, int refused) {
        state = new State(state.condition(), state.since(), state.failures(), state.detail(), state.posted() + posted,
                state.refused() + refused);
    }

    /** Ends {@link #run}: at once if it waits, else after the present call is broken off. */
    @Override
    public void close() {
        closed = true;
        Thread running = runner;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Settings of a relay; each has a default. */
    public static final class Builder {

        private final DataSource database;
        private final Emitter emitter;
        private String table = "mention_outbox";
        private int batch = 50;
        private Duration lease = Duration.ofMinutes(2);
        private Duration poll = Duration.ofMillis(200);

        private Builder(DataSource database, Emitter emitter) {
            this.database = database;
            this.emitter = emitter;
        }

        /** With or without a schema; {@code mention_outbox} by default. */
        public Builder table(String name) {
            table = name;
            return this;
        }

        /** Rows leased at once, 1 to 1,000; 50 by default. */
        public Builder batch(int rows) {
            if (rows < 1 || rows > 1_000) {
                throw new IllegalArgumentException("a batch has 1 to 1,000 rows, not " + rows);
            }
            batch = rows;
            return this;
        }

        /** After this time the rows of a relay that died are taken by others; 2 min by default. Longer than two attempts and the patience. */
        public Builder lease(Duration time) {
            lease = time;
            return this;
        }

        /** Between looks at an empty table; 200 ms by default. */
        public Builder poll(Duration time) {
            poll = time;
            return this;
        }

        public OutboxRelay build() {
            return new OutboxRelay(this);
        }
    }
}
