package dev.beckon.channels.transport;

import dev.beckon.channels.socket.Admitted;
import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.UserData.TypedKey;

/**
 * What an accepted request hands on to the connection that it becomes.
 *
 * @param tcp the connection under it, as its last handler sees it: closing here waits for nothing
 */
record Upgrade(Admitted client, ChannelHandlerContext tcp, FrameErrors errors) {

    static final TypedKey<Upgrade> KEY = new TypedKey<>("upgrade");
}
