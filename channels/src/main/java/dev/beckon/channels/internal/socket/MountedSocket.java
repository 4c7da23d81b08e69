package dev.beckon.channels.internal.socket;

import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.ConnectResult;
import dev.beckon.channels.UserSocket;
import dev.beckon.channels.UserSocket.Mount;
import dev.beckon.channels.internal.protocol.Serializer;
import org.jspecify.annotations.Nullable;

/** One of an application's sockets, with its channels and its place. */
public record MountedSocket(UserSocket userSocket, ChannelRouter router, Mount mount) {

    /** @param defaultPath for a socket that names none */
    public static MountedSocket of(UserSocket userSocket, String defaultPath) {
        ChannelRouter.Builder routes = ChannelRouter.builder();
        userSocket.channels(routes);
        return new MountedSocket(userSocket, routes.build(), userSocket.mount().orElseGet(() -> Mount.at(defaultPath)));
    }

    /** @param slot of the pending joins; {@code null}: the client needs none */
    public Admitted admitted(ConnectResult.Accepted client, Serializer serializer, Newcomers.@Nullable Place slot) {
        return new Admitted(router, client.assigns(), serializer, userSocket.id(client.assigns()).orElse(null), client.expiresAt(), slot);
    }
}
