package dev.beckon.channels.channel;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** An application's sockets: who may connect, and which channel serves which topic. One bean of the application. */
public interface UserSocket {

    /** Runs before the upgrade, so that a refusal is cheap. */
    Uni<ConnectResult> connect(ConnectInfo client);

    /**
     * Stands for all sockets of one user, such as {@code users_socket:42}: {@link Endpoint#disconnect} closes them, on every
     * node.
     *
     * @param assigns as {@link #connect} made them
     */
    default Optional<String> id(Assigns assigns) {
        return Optional.empty();
    }

    /** Called once, at start. */
    void channels(ChannelRouter.Builder routes);
}
