package dev.beckon.gateway;

import dev.beckon.channels.channel.Assigns;
import dev.beckon.channels.channel.ChannelRouter;
import dev.beckon.channels.channel.ConnectInfo;
import dev.beckon.channels.channel.ConnectResult;
import dev.beckon.channels.channel.UserSocket;
import dev.beckon.gateway.auth.Authenticator;
import dev.beckon.gateway.auth.User;
import dev.beckon.gateway.notifications.NotificationsChannel;
import dev.beckon.gateway.rooms.LobbyChannel;
import dev.beckon.gateway.rooms.RoomChannel;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Beckon's sockets: everyone with a valid token, inboxes and rooms. */
@Singleton
final class BeckonSocket implements UserSocket {

    private static final Logger LOG = Logger.getLogger(BeckonSocket.class);

    private final Authenticator authenticator;
    private final NotificationsChannel notifications;
    private final LobbyChannel lobby;
    private final RoomChannel rooms;

    BeckonSocket(Authenticator authenticator, NotificationsChannel notifications, LobbyChannel lobby,
            RoomChannel rooms) {
        this.authenticator = authenticator;
        this.notifications = notifications;
        this.lobby = lobby;
        this.rooms = rooms;
    }

    @Override
    public Uni<ConnectResult> connect(ConnectInfo client) {
        return authenticator.authenticate(client.token().orElse(""))
                .<ConnectResult>map(user -> new ConnectResult.Accepted(new Assigns().put(User.class, user), user.expiresAt()))
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
        routes.channel("notifications:*", notifications).channel("room:lobby", lobby).channel("room:*", rooms);
    }
}
