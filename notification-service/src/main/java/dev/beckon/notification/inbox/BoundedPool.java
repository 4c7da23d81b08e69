package dev.beckon.notification.inbox;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** Puts bounds on the pool that Quarkus has no properties for: its own queue is endless and waits 30 s. */
@Singleton
class BoundedPool implements PgPoolCreator {

    private final DatabaseConfig config;

    BoundedPool(DatabaseConfig config) {
        this.config = config;
    }

    @Override
    @SuppressWarnings("deprecation") // Quarkus casts what it gets to PgPool
    public Pool create(Input input) {
        input.poolOptions()
                .setMaxWaitQueueSize(config.maxWaiting())
                .setConnectionTimeout((int) config.maxWait().toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        String statementTimeout = Long.toString(config.statementTimeout().toMillis());
        input.pgConnectOptionsList().forEach(options -> options
                .addProperty("statement_timeout", statementTimeout)
                .setConnectTimeout((int) config.maxWait().toMillis())
                .setTcpKeepAlive(true));
        return PgPool.pool(input.vertx(), input.pgConnectOptionsList(), input.poolOptions());
    }
}
