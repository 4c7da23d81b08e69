package dev.beckon.notification.inbox.shards;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.function.Function;

/** The pool that Hibernate Reactive sees: the pool of the server that {@link Shard} has put into the Vert.x context. */
@SuppressWarnings("deprecation") // Quarkus casts the pool to PgPool
final class RoutedPool implements PgPool {

    private static final Object SERVER = new Object();

    private final List<Shard> servers;

    RoutedPool(List<Shard> servers) {
        this.servers = List.copyOf(servers);
    }

    static void choose(Shard server, Context context) {
        context.putLocal(SERVER, server);
    }

    List<Shard> servers() {
        return servers;
    }

    private static io.vertx.sqlclient.Pool chosen() {
        Context context = Vertx.currentContext();
        Shard server = context == null ? null : context.getLocal(SERVER);
        if (server == null) {
            throw new IllegalStateException("a statement of Hibernate outside of Shard.withHibernate");
        }
        return server.pool();
    }

    @Override
    public Future<SqlConnection> getConnection() {
        return chosen().getConnection();
    }

    @Override
    public void getConnection(Handler<AsyncResult<SqlConnection>> handler) {
        chosen().getConnection(handler);
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return chosen().query(sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return chosen().preparedQuery(sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return chosen().preparedQuery(sql, options);
    }

    @Override
    public int size() {
        return servers.stream().mapToInt(server -> server.pool().size()).sum();
    }

    @Override
    public void close(Handler<AsyncResult<Void>> handler) {
        close().onComplete(handler);
    }

    @Override
    public Future<Void> close() {
        return Future.join(servers.stream().map(server -> server.pool().close()).toList()).mapEmpty();
    }

    @Override
    public PgPool connectHandler(Handler<SqlConnection> handler) {
        throw new UnsupportedOperationException("BoundedPool sets it for each server's pool");
    }

    @Override
    public PgPool connectionProvider(Function<Context, Future<SqlConnection>> provider) {
        throw new UnsupportedOperationException("each server's pool has its own connections");
    }
}
