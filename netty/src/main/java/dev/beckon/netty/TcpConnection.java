package dev.beckon.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import java.util.Optional;

/** The connection under one WebSocket, or one stream of events. Confined to its event loop. */
public final class TcpConnection {

    /** Vert.x's handler, the last one: a close from here waits for nothing. */
    private final ChannelHandlerContext last;

    TcpConnection(ChannelHandlerContext last) {
        this.last = last;
    }

    ChannelHandlerContext last() {
        return last;
    }

    /** @return the output past WebSockets Next and Vert.x; empty if the pipeline is not the expected one */
    public Optional<FrameOutput> output() {
        return DirectOutput.of(last);
    }

    /** Ends our direction only; does nothing if it has ended. */
    public void halfClose() {
        if (last.channel() instanceof DuplexChannel duplex && duplex.isActive() && !duplex.isOutputShutdown()) {
            duplex.shutdownOutput();
        }
    }

    /** Ends both directions at once. */
    public void cut() {
        last.close();
    }
}
