package dev.beckon.systemtests.abuse;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;

/**
 * A room's member that counts large messages without parsing them: twenty clients that parse JSON would use more of the machine than
 * the gateway under test.
 */
final class Listener implements AutoCloseable {

    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int OPCODE = 0x0f;
    private static final int TEXT_FRAME = 0x81;
    private static final int CLOSE = 8;
    private static final long HEARTBEAT_NANOS = 20_000_000_000L;
    private static final int LARGE_BYTES = 100_000;

    private final Socket socket;
    private final DataInputStream in;
    private volatile int received;
    private volatile String ended = "";

    private Listener(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    /** Returns when the listener has joined. */
    static Listener join(URI gateway, String token, String topic) throws IOException {
        Listener listener = new Listener(new Socket(gateway.getHost(), gateway.getPort()));
        listener.open(token);
        listener.send("[\"1\",\"1\",\"%s\",\"phx_join\",{}]".formatted(topic));
        for (String frame = listener.frame(); !frame.contains("phx_reply"); frame = listener.frame()) {
            // The presence state may come before the reply.
        }
        Thread.ofVirtual().start(listener::listen);
        return listener;
    }

    private void open(String token) throws IOException {
        socket.getOutputStream().write(("GET /socket/websocket?vsn=2.0.0&token=" + token + " HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(
                        US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            answer.append((char) in.readUnsignedByte());
        }
        if (!answer.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("no WebSocket: " + answer);
        }
    }

    /** Sends a text frame with a mask of zeros. */
    private void send(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        byte[] frame = new byte[6 + bytes.length];
        frame[0] = (byte) TEXT_FRAME;
        frame[1] = (byte) (MASKED | bytes.length);
        System.arraycopy(bytes, 0, frame, 6, bytes.length);
        socket.getOutputStream().write(frame);
    }

    private void listen() {
        try {
            for (long beat = System.nanoTime(); true; frame()) {
                if (System.nanoTime() - beat > HEARTBEAT_NANOS) { // messages keep coming, so this check runs often
                    send("[null,\"2\",\"phoenix\",\"heartbeat\",{}]");
                    beat = System.nanoTime();
                }
            }
        } catch (IOException end) {
            ended = ended.isEmpty() ? "broken off: " + end.getMessage() : ended;
        }
    }

    /** @return the frame's text if it is a small one */
    private String frame() throws IOException {
        int opcode = in.readUnsignedByte() & OPCODE;
        int length = in.readUnsignedByte() & LENGTH;
        length = switch (length) {
            case TWO_BYTES -> in.readUnsignedShort();
            case EIGHT_BYTES -> Math.toIntExact(in.readLong());
            default -> length;
        };
        if (length > LARGE_BYTES) {
            in.skipNBytes(length);
            received++;
            return "";
        }
        byte[] payload = in.readNBytes(length);
        if (opcode == CLOSE) {
            ended = "closed with " + ((payload[0] & 0xff) << 8 | payload[1] & 0xff);
        }
        return new String(payload, UTF_8);
    }

    int received() {
        return received;
    }

    /** @return empty while the listener is connected */
    String ended() {
        return ended;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
