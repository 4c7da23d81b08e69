package com.example.chat;

import dev.beckon.channels.Assigns;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.ConnectInfo;
import dev.beckon.channels.ConnectResult;
import dev.beckon.channels.Presence;
import dev.beckon.channels.UserSocket;
import dev.beckon.channels.token.SignedTokens;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Decides which clients may connect, and maps topics to channels. */
@Singleton
class ChatSocket implements UserSocket {

    static final String SALT = "user socket";
    private static final Duration MAX_AGE = Duration.ofDays(1);

    record User(String name) {}

    private final SignedTokens tokens;
    private final Presence presence;

    ChatSocket(SignedTokens tokens, Presence presence) {
        this.tokens = tokens;
        this.presence = presence;
    }

    @Override
    public Uni<ConnectResult> connect(ConnectInfo client) {
        return Uni.createFrom().item(tokens.verify(SALT, client.token().orElse(null), MAX_AGE).ifValid()
                .<ConnectResult>map(name -> new ConnectResult.Accepted(new Assigns().put(User.class, new User(name))))
                .orElseGet(ConnectResult.Refused::new));
    }

    @Override
    public void channels(ChannelRouter.Builder routes) {
        routes.channel("room:*", new RoomChannel(presence));
    }
}
