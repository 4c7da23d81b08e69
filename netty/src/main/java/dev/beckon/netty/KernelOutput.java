package dev.beckon.netty;

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
 * Writes frames past Netty's queue, too, on its native transport: while a connection has nothing queued, a frame goes to the
 * kernel from memory that each event loop keeps, where a broadcast is copied once for all its connections. That saves a buffer, a
 * copy, a promise and an entry of the queue for each frame. The part that the kernel does not take goes to {@link DirectOutput},
 * and so does every later frame until that part is written. Confined to the connection's event loop, which alone closes the
 * descriptor.
 */
final class KernelOutput implements FrameOutput {

    /** Bytes of a frame with its head. Larger frames are rare, and cost more to copy than to queue. */
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

    /** The last frame written on a loop, in the kernel's form. */
    private static final class Kept {

        private final ByteBuf bytes = Unpooled.directBuffer(KEPT_BYTES, KEPT_BYTES);
        private final ByteBuffer memory = bytes.nioBuffer(0, KEPT_BYTES);
        private byte @Nullable [] content;
        private boolean text;

        ByteBuf with(boolean isText, byte[] next) {
            if (content != next || text != isText) {
                WireFormat.write(isText, next, bytes.clear());
                content = next;
                text = isText;
            }
            return bytes;
        }
    }

    private KernelOutput(DirectOutput queue, Channel channel, Socket socket) {
        this.queue = queue;
        this.channel = channel;
        this.socket = socket;
    }

    /** @return {@code queue} itself if there is no descriptor, or if TLS or a limit sits between the encoder and the kernel */
    static FrameOutput before(DirectOutput queue, ChannelHandlerContext encoder) {
        boolean outermost = encoder.pipeline().context(ChannelOutboundHandler.class) == encoder;
        return outermost && encoder.channel() instanceof UnixChannel unix && unix.fd() instanceof Socket socket
                ? new KernelOutput(queue, unix, socket)
                : queue;
    }

    @Override
    public void write(boolean text, byte[] content) {
        // null: closed, and the descriptor may belong to another connection by now
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        if (waiting == null || waiting.totalPendingWriteBytes() > 0
                || content.length > KEPT_BYTES - WireFormat.MAX_HEAD_BYTES) {
            queue.write(text, content);
            return;
        }
        Kept kept = KEPT.get();
        ByteBuf bytes = kept.with(text, content);
        int length = bytes.writerIndex();
        int taken = taken(kept.memory, length);
        if (taken < length) {
            queue.writeRest(bytes.slice(taken, length - taken));
        }
    }

    /** Takes nothing for a connection that has failed: the queue meets the same failure, and ends the connection. */
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
