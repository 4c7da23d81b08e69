package dev.beckon.notification.inbox;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Puts bounds on the pool and its connections that Quarkus has no properties for: its own queue is endless and waits 30 s. */
@Singleton
class BoundedPool implements PgPoolCreator {

    /** In characters. The client's own limit is 2,048: a longer statement is parsed and planned again each time, without a word. */
    private static final int MAX_STATEMENT_LENGTH = 8_192;

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
                .addProperty("enable_seqscan", "off") // every statement reads by key, also by a plan from when tables were small
                .addProperty("idle_in_transaction_session_timeout", statementTimeout) // or a lost client keeps its locks
                .setPreparedStatementCacheSqlLimit(MAX_STATEMENT_LENGTH)
                .setConnectTimeout((int) config.maxWait().toMillis())
                .setTcpKeepAlive(true));
        PgPool pool = PgPool.pool(input.vertx(), input.pgConnectOptionsList(), input.poolOptions());
        pool.connectHandler(this::endWhenSilent);
        return pool;
    }

    /**
     * The client's own {@code readIdleTimeout} takes leave of the server and then waits for it to close the connection,
     * which is what a server that is gone never does (PgEncoder#close). In front of its codec closing is closing.
     */
    private void endWhenSilent(SqlConnection connection) {
        SocketConnectionBase socket = (SocketConnectionBase) ((SqlConnectionInternal) connection).unwrap().unwrap();
        socket.socket().channelHandlerContext().pipeline().addFirst(new SilenceHandler(config.maxSilence()));
        connection.close();
    }

    private static final class SilenceHandler extends IdleStateHandler {

        SilenceHandler(Duration maxSilence) {
            super(maxSilence.toMillis(), 0, 0, TimeUnit.MILLISECONDS);
        }

        @Override
        protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
            context.close();
        }
    }
}
