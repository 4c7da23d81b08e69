package dev.beckon.channels.transport;

import dev.beckon.channels.pubsub.VertxLoop;
import dev.beckon.channels.socket.SocketConfig;
import dev.beckon.channels.socket.Sockets;
import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPingMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Phoenix's WebSocket transport. {@link UpgradeCheck} has decided before who may connect. Callbacks are over when they return, all
 * on the connection's event loop, so WebSockets Next need not queue them, and has no queue of 1 KB for each connection.
 */
@WebSocket(path = WebSocketTransport.PATH, endpointId = WebSocketTransport.ENDPOINT,
        inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class WebSocketTransport {

    static final String ENDPOINT = "beckon-channels";
    static final String PATH = "/socket/websocket";

    private static final Logger LOG = Logger.getLogger(WebSocketTransport.class);
    private static final TypedKey<MessageReceiver> RECEIVER = new TypedKey<>("receiver");

    private final Sockets sockets;
    private final SocketConfig limits;
    private final boolean direct;

    WebSocketTransport(Sockets sockets, SocketConfig limits, TransportConfig config) {
        this.sockets = sockets;
        this.limits = limits;
        this.direct = config.direct();
    }

    @OnOpen
    @NonBlocking
    void opened(WebSocketConnection connection) {
        Upgrade upgrade = connection.userData().remove(Upgrade.KEY);
        VertxLoop loop = VertxLoop.current();
        WebSocketSender sender = new WebSocketSender(connection, upgrade.tcp(), loop,
                output(connection, upgrade.tcp(), loop), upgrade.input() != null, limits, sockets.counts());
        MessageReceiver receiver = new MessageReceiver(sockets.open(sender, upgrade.client()), sender, connection.id());
        connection.userData().put(RECEIVER, receiver);
        upgrade.errors().opened(connection.id(), receiver.socket()::frameReceived);
        if (upgrade.input() != null) {
            HandshakeRemains.drop(upgrade, (ContextInternal) Vertx.currentContext());
            upgrade.input().opened(upgrade.tcp(), receiver);
        }
    }

    private FrameOutput output(WebSocketConnection connection, ChannelHandlerContext tcp, VertxLoop loop) {
        return Optional.of(tcp).filter(_ -> direct).flatMap(DirectOutput::of)
                .orElseGet(() -> new NextOutput(connection, loop));
    }

    @OnTextMessage
    @NonBlocking
    void received(String message, WebSocketConnection connection) {
        connection.userData().get(RECEIVER).text(message);
    }

    @OnBinaryMessage
    @NonBlocking
    void received(Buffer message, WebSocketConnection connection) {
        connection.userData().get(RECEIVER).binary(message.getBytes());
    }

    /** Answered by Vert.x. */
    @OnPingMessage
    @NonBlocking
    void pinged(Buffer ignored, WebSocketConnection connection) {
        connection.userData().get(RECEIVER).socket().frameReceived();
    }

    /** Vert.x reports a message of too many frames like this and reads on. What else comes here is a broken connection. */
    @OnError
    @NonBlocking
    void failed(WebSocketConnection connection, Throwable failure) {
        if (failure instanceof IllegalStateException) {
            connection.userData().get(RECEIVER).tooBig(failure.getMessage());
        } else {
            LOG.debugf("Connection %s: %s", connection.id(), failure);
        }
    }

    @OnClose
    @NonBlocking
    void closed(WebSocketConnection connection) {
        MessageReceiver receiver = connection.userData().get(RECEIVER);
        if (receiver != null) {
            sockets.closed(receiver.socket());
        }
    }
}
