package dev.beckon.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The entry point to everything behind the frameworks' public APIs. */
public final class Netty {

    /**
     * Configuration key: false turns off what only saves time and memory, and keeps to the frameworks' public APIs. True by
     * default.
     */
    public static final String FAST = "beckon.netty.fast";

    private Netty() {}

    /**
     * Prepares the connection under a request for the WebSocket that it is about to become. Call in the request's context, before
     * it is answered: the client's first frames may arrive with the answer.
     *
     * @param maxMessageBytes of a message after inflation
     * @param fast messages go past WebSockets Next and Vert.x, and the handshake's state is freed
     */
    public static WebSocketUpgrade upgrade(HttpServerRequest request, long maxMessageBytes, Duration closeTimeout, boolean fast,
            FrameErrors.Listener onError) {
        ChannelHandlerContext tcp = ((ConnectionBase) request.connection()).channelHandlerContext();
        FrameErrors errors = FrameErrors.handle(tcp, closeTimeout, maxMessageBytes, onError);
        if (!fast) {
            return new WebSocketUpgrade(new TcpConnection(tcp), null, errors, null);
        }
        DirectInput input = DirectInput.handle(tcp, maxMessageBytes);
        HandshakeState.dropFrom(request, tcp);
        return new WebSocketUpgrade(new TcpConnection(tcp), VertxLoop.callback(), errors, input);
    }

    /** The connection under a request of HTTP/1, for an answer that may have to be cut: Vert.x's close waits for unwritten bytes. */
    public static TcpConnection tcp(HttpServerRequest request) {
        return new TcpConnection(((ConnectionBase) request.connection()).channelHandlerContext());
    }

    /** WebSockets Next would keep the whole request for the WebSocket's life, in case an endpoint asks for the identity. */
    public static void forgetIdentity(RoutingContext request) {
        request.remove(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
    }

    /** Marks a connection over which a complete request head has come, so that {@link ConnectionBounds} does not close it. */
    public static void markAsked(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            base.channel().attr(Acceptor.ASKED).set(true);
        }
    }

    /** Connections that {@link ConnectionBounds} has closed at once, on all servers of the process since its start. */
    public static double refusedConnections() {
        return Acceptor.REFUSED.sum();
    }

    /**
     * Closes a connection to a database when nothing has come from it for {@code maxSilence}. The client's own {@code
     * readIdleTimeout} sends a goodbye and then waits for the server to close, which a dead server never does (PgEncoder#close).
     * In front of the client's codec, a close takes effect at once.
     */
    public static void closeWhenSilent(SqlConnection connection, Duration maxSilence) {
        SocketConnectionBase socket = (SocketConnectionBase) ((SqlConnectionInternal) connection).unwrap().unwrap();
        socket.socket().channelHandlerContext().pipeline().addFirst(new SilenceHandler(maxSilence));
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
