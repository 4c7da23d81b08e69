package dev.beckon.channels;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * Decides which clients may connect, and which channel serves which topic. The application provides one bean of it, or one
 * for each {@link #mount}; all share topics, ids and limits.
 */
public interface UserSocket {

    /** Runs before the upgrade, so that a refusal is cheap. */
    Uni<ConnectResult> connect(ConnectInfo client);

    /**
     * The id that all sockets of one user share, such as {@code users_socket:42}: {@link Endpoint#disconnect} closes
     * them, on every node.
     *
     * @param assigns as {@link #connect} made them
     */
    default Optional<String> id(Assigns assigns) {
        return Optional.empty();
    }

    /** Called once, at start. */
    void channels(ChannelRouter.Builder routes);

    /**
     * Where this socket is and which transports it has, as in Phoenix's {@code socket "/admin/socket", AdminSocket, longpoll:
     * false}. Called once, at start. Empty: at {@code channels.transport.path}, which one socket may take, with both transports.
     * What {@code channels.transport.websocket} or {@code channels.longpoll.enabled} turns off is off for every socket.
     */
    default Optional<Mount> mount() {
        return Optional.empty();
    }

    /**
     * A socket's path and transports.
     *
     * @param path WebSockets are at {@code <path>/websocket}, long polling at {@code <path>/longpoll}
     */
    record Mount(String path, boolean websocket, boolean longpoll) {

        /** What a path may be: segments of letters, digits and {@code . _ ~ -}, as the pattern of a Jakarta constraint. */
        public static final String PATH = "(/[A-Za-z0-9._~-]+)+";

        /** @throws IllegalArgumentException for another form of path, and for a socket without a transport */
        public Mount {
            if (!path.matches(PATH)) {
                throw new IllegalArgumentException("a socket's path must be one such as /admin/socket, not '" + path + "'");
            }
            if (!websocket && !longpoll) {
                throw new IllegalArgumentException("the socket at " + path + " has no transport: leave WebSockets or long polling on");
            }
        }

        /** Both transports at {@code path}. */
        public static Mount at(String path) {
            return new Mount(path, true, true);
        }

        /** The same path without WebSockets. */
        public Mount withoutWebsocket() {
            return new Mount(path, false, longpoll);
        }

        /** The same path without long polling. */
        public Mount withoutLongpoll() {
            return new Mount(path, websocket, false);
        }
    }
}
