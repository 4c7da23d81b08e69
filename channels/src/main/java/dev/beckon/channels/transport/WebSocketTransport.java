package dev.beckon.channels.transport;

import dev.beckon.channels.protocol.Inbound;
import dev.beckon.channels.protocol.MalformedFrameException;
import dev.beckon.channels.protocol.Serializer;
import dev.beckon.channels.pubsub.VertxLoop;
import dev.beckon.channels.socket.CloseCode;
import dev.beckon.channels.socket.Socket;
import dev.beckon.channels.socket.SocketConfig;
import dev.beckon.channels.socket.Sockets;
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
import org.jboss.logging.Logger;

/** Phoenix's WebSocket transport. {@link UpgradeCheck} has decided before who may connect. */
@WebSocket(path = WebSocketTransport.PATH, endpointId = WebSocketTransport.ENDPOINT)
class WebSocketTransport {

    static final String ENDPOINT = "beckon-channels";
    static final String PATH = "/socket/websocket";

    private static final Logger LOG = Logger.getLogger(WebSocketTransport.class);
    private static final TypedKey<Socket> SOCKET = new TypedKey<>("socket");

    private final Sockets sockets;
    private final SocketConfig limits;

    WebSocketTransport(Sockets sockets, SocketConfig limits) {
        this.sockets = sockets;
        this.limits = limits;
    }

    @OnOpen
    @NonBlocking
    void opened(WebSocketConnection connection) {
        Upgrade upgrade = connection.userData().remove(Upgrade.KEY);
        upgrade.errors().opened(connection.id());
        WebSocketSender sender = new WebSocketSender(connection, upgrade.tcp(), VertxLoop.current(), limits,
                sockets.counts());
        connection.userData().put(SOCKET, sockets.open(sender, upgrade.client()));
    }

    @OnTextMessage
    @NonBlocking
    void received(String frame, WebSocketConnection connection) {
        receive(connection, serializer -> serializer.decode(frame));
    }

    @OnBinaryMessage
    @NonBlocking
    void received(Buffer frame, WebSocketConnection connection) {
        receive(connection, serializer -> serializer.decode(frame.getBytes()));
    }

    private interface Decoding {
        Inbound with(Serializer serializer) throws MalformedFrameException;
    }

    private static void receive(WebSocketConnection connection, Decoding frame) {
        Socket socket = connection.userData().get(SOCKET);
        if (socket.isClosing()) {
            return;
        }
        try {
            socket.receive(frame.with(socket.serializer()));
        } catch (MalformedFrameException e) {
            socket.close(CloseCode.MALFORMED, e.getMessage());
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "Connection %s: a message could not be handled", connection.id());
            socket.close(CloseCode.INTERNAL_ERROR);
        }
    }

    /** Answered by Vert.x. */
    @OnPingMessage
    @NonBlocking
    void pinged(Buffer ignored, WebSocketConnection connection) {
        connection.userData().get(SOCKET).pinged();
    }

    /** Vert.x reports a message of too many frames like this and reads on. What else comes here is a broken connection. */
    @OnError
    @NonBlocking
    void failed(WebSocketConnection connection, Throwable failure) {
        if (failure instanceof IllegalStateException) {
            connection.userData().get(SOCKET).close(CloseCode.TOO_BIG, failure.getMessage());
        } else {
            LOG.debugf("Connection %s: %s", connection.id(), failure);
        }
    }

    @OnClose
    @NonBlocking
    void closed(WebSocketConnection connection) {
        Socket socket = connection.userData().get(SOCKET);
        if (socket != null) {
            sockets.closed(socket);
        }
    }
}
