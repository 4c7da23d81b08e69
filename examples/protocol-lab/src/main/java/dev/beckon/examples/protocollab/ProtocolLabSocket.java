package dev.beckon.examples.protocollab;

import dev.beckon.channels.Assigns;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.ConnectInfo;
import dev.beckon.channels.ConnectResult;
import dev.beckon.channels.UserSocket;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The laboratory's socket: every user with a valid token may connect. */
@Singleton
final class ProtocolLabSocket implements UserSocket {

    private final TokenCheck tokens;
    private final RoomChannel rooms;
    private final OwnTopicChannel notifications;

    ProtocolLabSocket(TokenCheck tokens, RoomChannel rooms, OwnTopicChannel notifications) {
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

    /** The router tries wildcards in this order. */
    @Override
    public void channels(ChannelRouter.Builder routes) {
        routes.channel("room:private*", new PrivateRoomChannel())
                .channel("room:*", rooms)
                .channel("notifications:*", notifications);
    }
}
