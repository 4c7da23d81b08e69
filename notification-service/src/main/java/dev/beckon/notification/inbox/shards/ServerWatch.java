package dev.beckon.notification.inbox.shards;

import dev.beckon.netty.Netty;
import io.smallrye.mutiny.Uni;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks one of several servers, over a connection of its own, whether it is there. After two intervals without an answer it is
 * silent: calls that other servers' users share no longer wait for it. After ten, or without a connection, it is away: no call
 * on it begins. Thread-safe.
 */
final class ServerWatch {

    private static final Logger LOG = Logger.getLogger(ServerWatch.class);

    /** Long enough to cost nothing; with {@link #SILENT} short enough that others wait for less than a second. */
    static final Duration INTERVAL = Duration.ofMillis(200);

    private static final int SILENT = 2;

    /** Longer than a busy machine or a garbage collection delays an answer. */
    private static final int AWAY = 10;

    /** The connection is given up after so long without a byte, and another one made. */
    private static final Duration MAX_SILENCE = INTERVAL.multipliedBy(AWAY);

    private final String name;
    private final String lanes;
    private final PgConnectOptions options;
    /** Ends the wait of a call each; the limit of catch-ups bounds them. */
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;
    private volatile boolean away = true; // until its tables are there
    private volatile boolean ended;
    private @Nullable SqlConnection connection;
    private boolean asked;
    private int missed;

    ServerWatch(String name, String lanes, PgConnectOptions options) {
        this.name = name;
        this.lanes = lanes;
        this.options = options;
    }

    /** Call once, when its tables are there. */
    void begin(Vertx vertx) {
        away = false;
        vertx.runOnContext(_ -> ask(vertx));
    }

    /** The process stops: its pools are about to close. */
    void end() {
        ended = true; // the connection closes with the process
    }

    boolean isAway() {
        return away;
    }

    <T> Uni<T> ifThere(Supplier<Uni<T>> call) {
        return Uni.createFrom().deferred(() -> away ? Uni.createFrom().failure(gone()) : call.get());
    }

    /** Fails as soon as the server is silent, on the context of the subscriber. */
    <T> Uni<T> silence() {
        return Uni.createFrom().emitter(emitter -> {
            Context caller = Objects.requireNonNull(Vertx.currentContext(), "calls come on event loops");
            Runnable end = () -> caller.runOnContext(_ -> emitter.fail(gone()));
            waiting.add(end);
            emitter.onTermination(() -> waiting.remove(end));
            if (silent || away) { // perhaps before the set had this call
                end.run();
            }
        });
    }

    // Always in one context, so the fields need no lock. Not a periodic timer: after a pause of this process that runs several
    // times at once, before an answer that has come is read.
    private void ask(Vertx vertx) {
        if (!asked) {
            asked = true;
            missed = 0;
            (connection == null ? connect(vertx) : Future.succeededFuture(connection))
                    .compose(one -> one.query("SELECT 1").execute()).onComplete(this::answered);
        } else if (++missed == SILENT) {
            silent = true;
            waiting.forEach(Runnable::run);
        } else if (missed == AWAY) {
            went("no answer to SELECT 1");
        }
        if (!ended) {
            vertx.setTimer(INTERVAL.toMillis(), _ -> ask(vertx));
        }
    }

    private Future<SqlConnection> connect(Vertx vertx) {
        Future<SqlConnection> connecting = PgConnection.connect(vertx, options).map(one -> {
            Netty.closeWhenSilent(one, MAX_SILENCE);
            return one;
        });
        return connecting.timeout(MAX_SILENCE.toMillis(), TimeUnit.MILLISECONDS) // a paused server accepts connections, and answers nothing
                .onSuccess(one -> connection = one)
                .onFailure(_ -> connecting.onSuccess(SqlConnection::close));
    }

    private void answered(AsyncResult<?> answer) {
        asked = false;
        if (answer.succeeded() || isAlive(answer.cause())) {
            silent = false;
            if (away) {
                away = false;
                LOG.infof("PostgreSQL %s is back, with lanes %s", name, lanes);
            }
        } else {
            went(answer.cause().toString());
            if (connection != null) {
                connection.close();
                connection = null;
            }
        }
    }

    /** It answered, for example that it has no connection left; class 57: it starts or stops. */
    private static boolean isAlive(Throwable failure) {
        return failure instanceof PgException refusal && !refusal.getSqlState().startsWith("57");
    }

    private void went(String reason) {
        if (!away && !ended) {
            away = true;
            LOG.warnf("PostgreSQL %s is away: %s. Users of lanes %s get 503 and their mentions wait in Kafka until it is back; other"
                    + " lanes go on", name, reason, lanes);
            waiting.forEach(Runnable::run);
        }
    }

    private AwayException gone() {
        return new AwayException("PostgreSQL " + name + " is away");
    }

    /** The server's name. */
    @Override
    public String toString() {
        return name;
    }
}
