package dev.beckon.channels.transport;

import dev.beckon.channels.socket.Admitted;
import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.vertx.core.impl.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * What an accepted request hands on to the connection that it becomes.
 *
 * @param context of the request
 * @param tcp the connection under it, as its last handler sees it: closing here waits for nothing
 * @param input {@code null}: messages come through WebSockets Next
 */
record Upgrade(Admitted client, ContextInternal context, ChannelHandlerContext tcp, FrameErrors errors, @Nullable DirectInput input) {

    static final TypedKey<Upgrade> KEY = new TypedKey<>("upgrade");
}
