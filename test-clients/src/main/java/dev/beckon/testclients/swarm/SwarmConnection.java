package dev.beckon.testclients.swarm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One WebSocket, from its TCP connection to its end. Confined to its loop. */
public final class SwarmConnection {

    /** Called once with the opening or a refusal, and once with the end of an open connection. */
    public interface Listener {

        void opened();

        /** @param status of the answer, or 0 if there was none */
        void refused(int status);

        /** @param text UTF-8; valid only during the call, then the connection reuses it */
        void received(ByteBuffer text);

        /** @param code 1006 if it just broke */
        void closed(int code);
    }

    private enum State {
        CONNECTING, OPEN, ENDED
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

    private SwarmConnection(SocketChannel channel, String request, Listener listener) {
        this.channel = channel;
        this.request = request;
        this.listener = listener;
    }

    /** @throws IOException if this machine cannot even try */
    public static SwarmConnection open(InetSocketAddress gateway, String token, Loop loop, Listener listener) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // Close with a reset: otherwise thousands of refused connections would keep their ports for a minute.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        String request = upgrade(gateway, token);
        SwarmConnection connection = new SwarmConnection(channel, request, listener);
        boolean atOnce = channel.connect(gateway);
        loop.register(channel, atOnce ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, connection);
        if (atOnce) {
            connection.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        }
        return connection;
    }

    /** The request that opens a WebSocket. */
    public static String upgrade(InetSocketAddress gateway, String token) {
        return """
                GET /socket/websocket?vsn=2.0.0&token=%s HTTP/1.1\r
                Host: %s:%d\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Version: 13\r
                \r
                """.formatted(token, gateway.getHostString(), gateway.getPort());
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

    /** @param buffer the connection uses it until this returns */
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
            SwarmFrames.read(bytes, this::received);
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

    /** @return 0 if the end of the head has not arrived yet */
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
            case SwarmFrames.TEXT -> listener.received(payload);
            case SwarmFrames.PING -> write(SwarmFrames.pong(payload));
            case SwarmFrames.CLOSE -> ended(SwarmFrames.closeCode(payload));
            default -> {
                // unsolicited pongs
            }
        }
    }

    void send(String text) {
        write(SwarmFrames.text(text));
    }

    /** Frames here are short and fit the socket's buffer; a server that lets even that fill up counts as dead. */
    public void write(ByteBuffer bytes) {
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

    /** Closes without a call of the listener. */
    public void end() {
        state = State.ENDED;
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // the channel is closed already
        }
    }
}
