package dev.beckon.channels.transport;

import dev.beckon.channels.channel.Assigns;
import dev.beckon.channels.protocol.MalformedFrameException;
import dev.beckon.channels.protocol.V2JsonSerializer;
import dev.beckon.channels.socket.CloseCode;
import dev.beckon.channels.socket.Socket;
import dev.beckon.channels.socket.SocketConfig;
import dev.beckon.channels.socket.Sockets;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import org.jboss.logging.Logger;

/** Phoenix's WebSocket transport. {@link UpgradeCheck} has decided before who may connect. */
@WebSocket(path = "/socket/websocket", endpointId = WebSocketTransport.ENDPOINT)
class WebSocketTransport {

    static final String ENDPOINT = "beckon-channels";
    static final TypedKey<Assigns> ASSIGNS = new TypedKey<>("assigns");

    private static final Logger LOG = Logger.getLogger(WebSocketTransport.class);
    private static final TypedKey<Socket> SOCKET = new TypedKey<>("socket");

    private final Sockets sockets;
    private final V2JsonSerializer serializer;
    private final SocketConfig limits;

    WebSocketTransport(Sockets sockets, V2JsonSerializer serializer, SocketConfig limits) {
        this.sockets = sockets;
        this.serializer = serializer;
        this.limits = limits;
    }

    @OnOpen
    @NonBlocking
    void opened(WebSocketConnection connection) {
        WebSocketSender sender = new WebSocketSender(
                connection, ConnectionLoop.current(), limits.maxPendingBytes().asLongValue());
        connection.userData().put(SOCKET, sockets.open(sender, connection.userData().get(ASSIGNS)));
    }

    @OnTextMessage
    @NonBlocking
    void received(String frame, WebSocketConnection connection) {
        Socket socket = connection.userData().get(SOCKET);
        try {
            socket.receive(serializer.decode(frame));
        } catch (MalformedFrameException e) {
            LOG.infof("Connection %s: malformed message: %s", connection.id(), e.getMessage());
            socket.close(CloseCode.MALFORMED);
        }
    }

    /** Oversize frames and broken connections; Vert.x closes them, and {@link #closed} follows. */
    @OnError
    @NonBlocking
    void failed(WebSocketConnection connection, Throwable failure) {
        LOG.infof("Connection %s: %s", connection.id(), failure.toString());
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
