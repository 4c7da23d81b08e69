package dev.beckon.channels;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Decides which clients may connect, and which channel serves which topic. The application provides one bean of it. */
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
}
