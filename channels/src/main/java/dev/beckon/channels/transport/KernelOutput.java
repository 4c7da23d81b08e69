package dev.beckon.channels.transport;

import dev.beckon.channels.protocol.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandler;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Frames past Netty's queue, too, on its native transport: while nothing waits for a connection, a frame goes to the kernel from
 * memory that each event loop keeps, where a broadcast is put once for all its connections. Saves a buffer, a copy, a promise
 * and an entry of the queue for each frame. What the kernel does not take goes the way of {@link DirectOutput}, and so does
 * everything behind it until that is gone. Confined to the connection's event loop, which alone closes the descriptor.
 */
final class KernelOutput implements FrameOutput {

    /** With its head. Larger frames are rare, and cost more to copy than to queue. */
    private static final int KEPT_BYTES = 16_384;

    private static final FastThreadLocal<Kept> KEPT = new FastThreadLocal<>() {
        @Override
        protected Kept initialValue() {
            return new Kept();
        }
    };

    private final DirectOutput queue;
    private final Channel channel;
    private final Socket socket;

    /** The frame that was written last on a loop, as the kernel takes it. */
    private static final class Kept {

        private final ByteBuf bytes = Unpooled.directBuffer(KEPT_BYTES, KEPT_BYTES);
        private final ByteBuffer memory = bytes.nioBuffer(0, KEPT_BYTES);
        private @Nullable Frame frame;

        ByteBuf with(Frame next) {
            if (frame != next) {
                WireFormat.write(next, bytes.clear());
                frame = next;
            }
            return bytes;
        }
    }

    private KernelOutput(DirectOutput queue, Channel channel, Socket socket) {
        this.queue = queue;
        this.channel = channel;
        this.socket = socket;
    }

    /** @return {@code queue} itself where there is no descriptor, or something between the encoder and the kernel: TLS, a limit */
    static FrameOutput before(DirectOutput queue, ChannelHandlerContext encoder) {
        boolean outermost = encoder.pipeline().context(ChannelOutboundHandler.class) == encoder;
        return outermost && encoder.channel() instanceof UnixChannel unix && unix.fd() instanceof Socket socket
                ? new KernelOutput(queue, unix, socket)
                : queue;
    }

    @Override
    public void write(Frame frame) {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer(); // null: closed, and the descriptor may be another's
        if (waiting == null || waiting.totalPendingWriteBytes() > 0
                || frame.sizeBytes() > KEPT_BYTES - WireFormat.MAX_HEAD_BYTES) {
            queue.write(frame);
            return;
        }
        Kept kept = KEPT.get();
        ByteBuf bytes = kept.with(frame);
        int length = bytes.writerIndex();
        int taken = taken(kept.memory, length);
        if (taken < length) {
            queue.writeRest(bytes.slice(taken, length - taken));
        }
    }

    /** A connection that has failed takes nothing here: the queue meets the same failure, and ends it. */
    private int taken(ByteBuffer memory, int length) {
        try {
            return socket.send(memory, 0, length);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public long pendingBytes() {
        return queue.pendingBytes();
    }
}
