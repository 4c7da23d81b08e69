package dev.beckon.notification.inbox.shards;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server, with its own pool and the inboxes of its lanes. Calls fail with {@link AwayException} while it is away,
 * so that few callers wait for it. The only server of an installation is never taken for away:
 * its calls wait until their own limits.
 */
public final class Shard {

    private final String name;
    private final io.vertx.sqlclient.Pool pool;
    private final @Nullable ServerWatch watch;

    /** @param watch {@code null}: the only server */
    Shard(String name, io.vertx.sqlclient.Pool pool, @Nullable ServerWatch watch) {
        this.name = name;
        this.pool = pool;
        this.watch = watch;
    }

    /** Statements on the pool. */
    public <T> Uni<T> withPool(Function<Pool, Uni<T>> statements) {
        return watch == null ? statements.apply(new Pool(pool)) : watch.ifThere(() -> statements.apply(new Pool(pool)));
    }

    /**
     * Reads by Hibernate Reactive.
     *
     * @param reads open their own session
     */
    public <T> Uni<T> withHibernate(Supplier<Uni<T>> reads) {
        return watch == null ? reads.get() : watch.ifThere(() -> inOwnContext(reads));
    }

    /**
     * {@link RoutedPool} finds this server in the context. A session belongs to a context as well, so each server needs its own, in
     * which the session must also be closed when the caller gives up.
     */
    private <T> Uni<T> inOwnContext(Supplier<Uni<T>> reads) {
        return Uni.createFrom().emitter(answer -> {
            Context caller = Objects.requireNonNull(Vertx.currentContext(), "calls come on event loops");
            Context own = Objects.requireNonNull(VertxContext.createNewDuplicatedContext(caller));
            VertxContextSafetyToggle.setContextSafe(own, true);
            RoutedPool.choose(this, own);
            own.runOnContext(_ -> {
                Cancellable reading = reads.get().subscribe().with(
                        item -> caller.runOnContext(_ -> answer.complete(item)),
                        failure -> caller.runOnContext(_ -> answer.fail(failure)));
                answer.onTermination(() -> own.runOnContext(_ -> reading.cancel()));
            });
        });
    }

    /** A part of an answer that other servers' users wait for, too: fails as soon as this server is silent. */
    public <T> Uni<T> unlessSilent(Uni<T> part) {
        return watch == null ? part : Uni.join().first(part, watch.<T>silence()).toTerminate();
    }

    public boolean isAway() {
        return watch != null && watch.isAway();
    }

    /** {@code host:port/database}; of the only server {@code PostgreSQL}. */
    public String name() {
        return name;
    }

    io.vertx.sqlclient.Pool pool() {
        return pool;
    }

    @Nullable
    ServerWatch watch() {
        return watch;
    }

    @Override
    public String toString() {
        return name;
    }
}
