package dev.beckon.verify.swarm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One WebSocket, from its TCP connection to its end. Confined to its loop. */
final class Connection {

    /** Told once of the opening or of a refusal, and once of the end of what was open. */
    interface Listener {

        void opened();

        /** @param status of the answer, or 0 if there was none */
        void refused(int status);

        void received(String text);

        /** @param code 1006 if it just broke */
        void closed(int code);
    }

    private enum State {
        CONNECTING,
        OPEN,
        ENDED
    }

    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BROKEN = 1006;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int STATUS_LENGTH = 3;

    private final SocketChannel channel;
    private final String request;
    private final Listener listener;
    private State state = State.CONNECTING;
    private @Nullable ByteBuffer rest;

    private Connection(SocketChannel channel, String request, Listener listener) {
        this.channel = channel;
        this.request = request;
        this.listener = listener;
    }

    /** @throws IOException if this machine cannot even try */
    static Connection open(InetSocketAddress gateway, String token, Loop loop, Listener listener) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // A reset instead of a farewell: thousands of refused connections would else keep their ports for a minute.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        String request = """
                GET /socket/websocket?vsn=2.0.0&token=%s HTTP/1.1\r
                Host: %s:%d\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Version: 13\r
                \r
                """.formatted(token, gateway.getHostString(), gateway.getPort());
        Connection connection = new Connection(channel, request, listener);
        boolean atOnce = channel.connect(gateway);
        loop.register(channel, atOnce ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, connection);
        if (atOnce) {
            connection.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        }
        return connection;
    }

    void connectable(SelectionKey key) {
        try {
            channel.finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            ended(BROKEN);
        }
    }

    /** @param buffer is this connection's until this returns */
    void readable(ByteBuffer buffer) {
        buffer.clear();
        if (rest != null) {
            buffer.put(rest);
            rest = null;
        }
        try {
            if (channel.read(buffer) < 0) {
                ended(BROKEN);
                return;
            }
            buffer.flip();
            take(buffer);
            if (buffer.hasRemaining() && state != State.ENDED) {
                rest = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
            }
        } catch (IOException e) {
            ended(BROKEN);
        }
    }

    private void take(ByteBuffer bytes) {
        if (state == State.CONNECTING) {
            answered(bytes);
        }
        if (state == State.OPEN) {
            Frames.read(bytes, this::received);
        }
    }

    private void answered(ByteBuffer bytes) {
        int length = lengthOfHead(bytes);
        if (length == 0) {
            return;
        }
        byte[] status = new byte[STATUS_LENGTH];
        bytes.get(bytes.position() + STATUS_AT, status);
        bytes.position(bytes.position() + length);
        int code = Integer.parseInt(new String(status, StandardCharsets.US_ASCII));
        if (code == SWITCHING_PROTOCOLS) {
            state = State.OPEN;
            listener.opened();
        } else {
            end();
            listener.refused(code);
        }
    }

    /** @return 0 if its end is not there yet */
    private static int lengthOfHead(ByteBuffer bytes) {
        for (int at = bytes.position(); at + END_OF_HEAD.length <= bytes.limit(); at++) {
            if (bytes.slice(at, END_OF_HEAD.length).equals(ByteBuffer.wrap(END_OF_HEAD))) {
                return at + END_OF_HEAD.length - bytes.position();
            }
        }
        return 0;
    }

    private void received(int opcode, ByteBuffer payload) {
        switch (opcode) {
            case Frames.TEXT -> listener.received(StandardCharsets.UTF_8.decode(payload).toString());
            case Frames.PING -> write(Frames.pong(payload));
            case Frames.CLOSE -> ended(Frames.closeCode(payload));
            default -> {
                // pongs, to pings that nobody sent
            }
        }
    }

    void send(String text) {
        write(Frames.text(text));
    }

    /** What is said here is short and fits the socket's buffer; a server that lets even that fill up is as good as gone. */
    private void write(ByteBuffer bytes) {
        try {
            channel.write(bytes);
            if (bytes.hasRemaining()) {
                ended(BROKEN);
            }
        } catch (IOException e) {
            ended(BROKEN);
        }
    }

    private void ended(int code) {
        State before = state;
        end();
        switch (before) {
            case CONNECTING -> listener.refused(0);
            case OPEN -> listener.closed(code);
            case ENDED -> {}
        }
    }

    /** Without telling the listener. */
    void end() {
        state = State.ENDED;
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // that is what we want
        }
    }
}
