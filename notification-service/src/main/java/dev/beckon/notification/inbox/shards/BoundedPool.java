package dev.beckon.notification.inbox.shards;

import dev.beckon.netty.Netty;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the connection pool, one for each server, and bounds it where Quarkus has no properties for it: the pool's own queue is
 * unbounded, and calls wait 30 s in it.
 */
@Singleton
class BoundedPool implements PgPoolCreator {

    /**
     * In characters. The client's own limit is 2,048: PostgreSQL parses and plans a longer statement again each time, without a
     * warning.
     */
    private static final int MAX_STATEMENT_LENGTH = 8_192;

    /** Calls waiting for a connection, about a second's worth of statements; the next one fails at once and gets 503. */
    private static final int MAX_WAITING = 500;

    /** Wait for a connection. Below the deadline of a call, so that the answer names a full pool as the reason. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(2);

    private final Config config;
    private final ShardsConfig shards;

    BoundedPool(Config config, ShardsConfig shards) {
        this.config = config;
        this.shards = shards;
    }

    @ConfigMapping(prefix = "notification.database")
    interface Config {

        /**
         * PostgreSQL ends statements that run longer, and releases their locks. Every statement of this service takes
         * milliseconds.
         */
        @WithDefault("15s")
        Duration statementTimeout();
    }

    /**
     * The client closes a connection that receives nothing for this time, idle or not. Above the statement timeout, so it only
     * drops a peer that vanished (a lost machine, a cut network); TCP itself notices after 15 minutes.
     */
    private Duration maxSilence() {
        return config.statementTimeout().multipliedBy(4).dividedBy(3);
    }

    @Override
    @SuppressWarnings("deprecation") // Quarkus casts the result to PgPool
    public Pool create(Input input) {
        input.poolOptions()
                .setMaxWaitQueueSize(MAX_WAITING)
                .setConnectionTimeout((int) MAX_WAIT.toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        String statementTimeout = Long.toString(config.statementTimeout().toMillis());
        input.pgConnectOptionsList().forEach(options -> options
                .addProperty("statement_timeout", statementTimeout)
                .addProperty("enable_seqscan", "off") // every statement reads by key, even with a plan made while tables were small
                .addProperty("idle_in_transaction_session_timeout", statementTimeout) // otherwise a lost client keeps its locks
                .setPreparedStatementCacheSqlLimit(MAX_STATEMENT_LENGTH)
                .setConnectTimeout((int) MAX_WAIT.toMillis())
                .setTcpKeepAlive(true));
        if (shards.servers().isEmpty()) {
            return pool(input.vertx(), input.pgConnectOptionsList(), input.poolOptions());
        }
        PgConnectOptions common = input.pgConnectOptionsList().getFirst();
        return new RoutedPool(shards.servers().stream().map(server -> shard(server, common, input)).toList());
    }

    private Shard shard(ShardsConfig.Server server, PgConnectOptions common, Input input) {
        ServerUrl url = ServerUrl.of(server.url());
        PgConnectOptions options = new PgConnectOptions(common).setHost(url.host()).setPort(url.port()).setDatabase(url.database());
        server.username().ifPresent(options::setUser);
        server.password().ifPresent(options::setPassword);
        options.setMetricsName("postgresql|" + url);
        ServerWatch watch = new ServerWatch(url.toString(), server.lanes().orElse("none"), options);
        return new Shard(url.toString(), pool(input.vertx(), List.of(options), input.poolOptions()), watch);
    }

    @SuppressWarnings("deprecation")
    private PgPool pool(Vertx vertx, List<PgConnectOptions> servers, PoolOptions options) {
        PgPool pool = PgPool.pool(vertx, servers, options);
        pool.connectHandler(connection -> {
            Netty.closeWhenSilent(connection, maxSilence());
            connection.close();
        });
        return pool;
    }
}
