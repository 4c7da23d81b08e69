package dev.beckon.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One connection: TCP, upgrade, join, then what comes. Confined to its swarm's thread. */
final class Client {

    private static final int SHORT = 126;
    private static final int LONG = 127;
    private static final int CLOSE = 8;

    private enum State { CONNECTING, UPGRADING, JOINING, JOINED, ENDED }

    private final Swarm swarm;
    private final SocketChannel channel;
    private final byte[] upgrade;
    private final ByteBuffer join;
    private final long dueNanos;
    private State state = State.CONNECTING;
    /** The beginning of what has not wholly come. */
    private byte @Nullable [] rest;

    /** @param dueNanos when it should have begun */
    Client(Swarm swarm, SocketChannel channel, byte[] upgrade, ByteBuffer join, long dueNanos) {
        this.swarm = swarm;
        this.channel = channel;
        this.upgrade = upgrade;
        this.join = join;
        this.dueNanos = dueNanos;
    }

    void ready(SelectionKey key, ByteBuffer scratch) {
        try {
            if (state == State.CONNECTING) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                state = State.UPGRADING;
                send(ByteBuffer.wrap(upgrade));
            } else {
                read(scratch);
            }
        } catch (IOException e) {
            end(e.toString());
        }
    }

    /** @throws IOException also if the kernel takes only a part: then this side is the slow one and measures nothing */
    void send(ByteBuffer frame) throws IOException {
        channel.write(frame);
        if (frame.hasRemaining()) {
            throw new IOException("the server does not read");
        }
    }

    boolean isJoined() {
        return state == State.JOINED;
    }

    private void read(ByteBuffer in) throws IOException {
        in.clear();
        if (rest != null) {
            in.put(rest);
            rest = null;
        }
        if (channel.read(in) < 0) {
            throw new IOException("the server has ended the connection");
        }
        in.flip();
        if (state == State.UPGRADING && !upgraded(in)) {
            keep(in);
            return;
        }
        while (frame(in)) {}
        keep(in);
    }

    private void keep(ByteBuffer in) {
        if (in.hasRemaining()) {
            rest = new byte[in.remaining()];
            in.get(rest);
        }
    }

    private boolean upgraded(ByteBuffer in) throws IOException {
        String answer = StandardCharsets.ISO_8859_1.decode(in.duplicate()).toString();
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new IOException("the upgrade was answered " + answer.lines().findFirst().orElse(""));
        }
        in.position(in.position() + end + 4);
        state = State.JOINING;
        send(join);
        return true;
    }

    /** @return whether there was a whole one */
    private boolean frame(ByteBuffer in) throws IOException {
        int start = in.position();
        if (in.remaining() < 2) {
            return false;
        }
        int length = in.get(start + 1);
        int head = length < SHORT ? 2 : length == SHORT ? 4 : 10;
        if (in.remaining() < head) {
            return false;
        }
        length = length < SHORT ? length : length == SHORT ? in.getShort(start + 2) & 0xffff : (int) in.getLong(start + 2);
        if (length + head > in.capacity()) {
            throw new IOException("a frame of " + length + " bytes");
        }
        if (in.remaining() < head + length) {
            return false;
        }
        in.position(start + head + length);
        received(in.get(start) & 0x0f, in, start + head, length);
        return true;
    }

    private void received(int opcode, ByteBuffer in, int from, int length) throws IOException {
        if (opcode == CLOSE) {
            throw new IOException("closed with " + in.getShort(from));
        }
        if (state == State.JOINED) {
            swarm.received(in, from);
        } else {
            String reply = StandardCharsets.UTF_8.decode(in.slice(from, length)).toString();
            if (!reply.contains("\"status\":\"ok\"")) {
                throw new IOException("the join was answered " + reply);
            }
            state = State.JOINED;
            swarm.joined(dueNanos);
        }
    }

    private void end(String why) {
        close();
        swarm.failed(why);
    }

    void close() {
        state = State.ENDED;
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone in any case
        }
    }
}
