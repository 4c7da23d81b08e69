package dev.beckon.examples.protocollab;

import dev.beckon.channels.channel.Assigns;
import dev.beckon.channels.channel.ChannelRouter;
import dev.beckon.channels.channel.ConnectInfo;
import dev.beckon.channels.channel.ConnectResult;
import dev.beckon.channels.channel.UserSocket;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The laboratory's sockets: everyone with a valid token. */
@Singleton
final class LabSocket implements UserSocket {

    private final TokenCheck tokens;
    private final RoomChannel rooms;
    private final NotificationsChannel notifications;

    LabSocket(TokenCheck tokens, RoomChannel rooms, NotificationsChannel notifications) {
        this.tokens = tokens;
        this.rooms = rooms;
        this.notifications = notifications;
    }

    @Override
    public Uni<ConnectResult> connect(ConnectInfo client) {
        return Uni.createFrom().item(() -> client.token().flatMap(tokens::user)
                .<ConnectResult>map(user -> new ConnectResult.Accepted(new Assigns().put(User.class, user), user.expiresAt()))
                .orElseGet(ConnectResult.Refused::new));
    }

    @Override
    public Optional<String> id(Assigns assigns) {
        return Optional.of(User.socketId(assigns.get(User.class).id()));
    }

    /** Wildcards match in this order. */
    @Override
    public void channels(ChannelRouter.Builder routes) {
        routes.channel("room:private*", new PrivateRoomChannel())
                .channel("room:*", rooms)
                .channel("notifications:*", notifications);
    }
}
