package dev.beckon.channels.internal.transport;

import dev.beckon.channels.CloseCode;
import dev.beckon.channels.internal.protocol.Inbound;
import dev.beckon.channels.internal.protocol.Serializer;
import dev.beckon.channels.internal.protocol.Serializer.MalformedFrameException;
import dev.beckon.channels.internal.socket.Socket;
import dev.beckon.channels.internal.socket.SocketConfig;
import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.channels.internal.transport.UpgradeCheck.Upgrade;
import dev.beckon.channels.internal.transport.WebSocketSender.NextOutput;
import dev.beckon.netty.DirectInput;
import dev.beckon.netty.FrameOutput;
import dev.beckon.netty.Netty;
import dev.beckon.netty.TcpConnection;
import dev.beckon.netty.VertxLoop;
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
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Phoenix's WebSocket transport. {@link UpgradeCheck} has already admitted the client. Callbacks are over when they
 * return and all run on the connection's event loop, so WebSockets Next need not queue them, which saves a queue of 1
 * KB for each connection.
 */
@WebSocket(path = WebSocketTransport.PATH, endpointId = WebSocketTransport.ENDPOINT, inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class WebSocketTransport {

    static final String ENDPOINT = "beckon-channels";
    static final String PATH = SocketPath.BUILT_IN + "/websocket";

    private static final Logger LOG = Logger.getLogger(WebSocketTransport.class);
    private static final TypedKey<MessageReceiver> RECEIVER = new TypedKey<>("receiver");

    private final Sockets sockets;
    private final SocketConfig limits;
    private final boolean fast;

    WebSocketTransport(Sockets sockets, SocketConfig limits,
            @ConfigProperty(name = Netty.FAST, defaultValue = "true") boolean fast) {
        this.sockets = sockets;
        this.limits = limits;
        this.fast = fast;
    }

    @OnOpen
    @NonBlocking
    void opened(WebSocketConnection connection) {
        Upgrade upgrade = connection.userData().remove(Upgrade.KEY);
        VertxLoop loop = VertxLoop.current();
        TcpConnection tcp = upgrade.connection().tcp();
        FrameOutput output = Optional.of(tcp).filter(_ -> fast).flatMap(TcpConnection::output)
                .orElseGet(() -> new NextOutput(connection, loop));
        WebSocketSender sender = new WebSocketSender(connection, tcp, loop, output, upgrade.connection().isDirect(), limits, sockets
                .counts());
        MessageReceiver receiver = new MessageReceiver(sockets.open(sender, upgrade.client()), sender, connection.id());
        connection.userData().put(RECEIVER, receiver);
        upgrade.connection().opened(connection.id(), receiver.socket()::frameReceived, receiver);
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

    /** Vert.x answers the ping. */
    @OnPingMessage
    @NonBlocking
    void pinged(Buffer ignored, WebSocketConnection connection) {
        connection.userData().get(RECEIVER).socket().frameReceived();
    }

    /**
     * Vert.x reports a message of too many frames like this and reads on. Any other failure here is a broken
     * connection.
     */
    @OnError
    @NonBlocking
    void failed(WebSocketConnection connection, Throwable failure) {
        if (failure instanceof IllegalStateException) {
            connection.userData().get(RECEIVER).tooBig(String.valueOf(failure.getMessage()));
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

    /** Passes one WebSocket's messages to its socket, from either input path. Runs on the connection's event loop. */
    record MessageReceiver(Socket socket, WebSocketSender sender, String connectionId) implements DirectInput.Listener {

        private static final Logger LOG = Logger.getLogger(MessageReceiver.class);

        private interface Decoding {
            Inbound with(Serializer serializer) throws MalformedFrameException;
        }

        @Override
        public void text(String message) {
            receive(serializer -> serializer.decode(message));
        }

        @Override
        public void binary(byte[] message) {
            receive(serializer -> serializer.decode(message));
        }

        @Override
        public void tooBig(String why) {
            socket.close(CloseCode.TOO_BIG, why);
        }

        @Override
        public void over() {
            sender.over();
        }

        private void receive(Decoding message) {
            if (socket.isClosing()) {
                return;
            }
            try {
                socket.receive(message.with(socket.serializer()));
            } catch (MalformedFrameException e) {
                socket.close(CloseCode.MALFORMED, e.getMessage());
            } catch (RuntimeException bug) {
                LOG.errorf(bug, "Connection %s: a message could not be handled", connectionId);
                socket.close(CloseCode.INTERNAL_ERROR);
            }
        }
    }
}
