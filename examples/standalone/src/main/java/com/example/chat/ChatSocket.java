package com.example.chat;

import dev.beckon.channels.Assigns;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.ConnectInfo;
import dev.beckon.channels.ConnectResult;
import dev.beckon.channels.UserSocket;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Decides which clients may connect, and maps topics to channels. */
@Singleton
class ChatSocket implements UserSocket {

    record User(String name) {}

    /** A real application verifies {@code client.token()} here. */
    @Override
    public Uni<ConnectResult> connect(ConnectInfo client) {
        String name = client.params().get("name");
        return Uni.createFrom().item(name == null
                ? new ConnectResult.Refused()
                : new ConnectResult.Accepted(new Assigns().put(User.class, new User(name))));
    }

    @Override
    public void channels(ChannelRouter.Builder routes) {
        routes.channel("room:*", new RoomChannel());
    }
}
