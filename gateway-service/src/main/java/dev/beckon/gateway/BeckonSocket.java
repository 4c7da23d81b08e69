package dev.beckon.gateway;

import dev.beckon.channels.Assigns;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.ConnectInfo;
import dev.beckon.channels.ConnectResult;
import dev.beckon.channels.UserSocket;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.gateway.auth.Authenticator;
import dev.beckon.gateway.auth.User;
import dev.beckon.gateway.notifications.NotificationsChannel;
import dev.beckon.gateway.rooms.LobbyChannel;
import dev.beckon.gateway.rooms.RoomChannel;
import dev.beckon.tokens.KeysUnavailableException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Beckon's sockets: a client with a valid token gets inboxes and rooms. */
@Singleton
final class BeckonSocket implements UserSocket {

    private static final Logger LOG = Logger.getLogger(BeckonSocket.class);

    private final Authenticator authenticator;
    private final NotificationsChannel notifications;
    private final LobbyChannel lobby;
    private final RoomChannel rooms;
    private final String inboxPrefix;

    BeckonSocket(Authenticator authenticator, NotificationsChannel notifications, LobbyChannel lobby,
            RoomChannel rooms,
            @ConfigProperty(name = InboxFrame.TOPIC_PREFIX_KEY, defaultValue = InboxFrame.TOPIC_PREFIX) String inboxPrefix) {
        this.authenticator = authenticator;
        this.notifications = notifications;
        this.lobby = lobby;
        this.rooms = rooms;
        this.inboxPrefix = inboxPrefix;
    }

    @Override
    public Uni<ConnectResult> connect(ConnectInfo client) {
        return authenticator.authenticate(client.token().orElse(""))
                .<ConnectResult>map(user -> new ConnectResult.Accepted(new Assigns().put(User.class, user), user.expiresAt()))
                .onFailure(KeysUnavailableException.class).recoverWithItem(new ConnectResult.Failed())
                .onFailure().recoverWithItem(refusal -> {
                    LOG.debugf("A connection is refused: %s", refusal.getMessage());
                    return new ConnectResult.Refused();
                });
    }

    @Override
    public Optional<String> id(Assigns assigns) {
        return Optional.of(User.socketId(assigns.get(User.class).id()));
    }

    @Override
    public void channels(ChannelRouter.Builder routes) {
        routes.channel(inboxPrefix + "*", notifications).channel("room:lobby", lobby).channel("room:*", rooms);
    }
}
