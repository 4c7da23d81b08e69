package dev.beckon.channels.lab;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A WebSocket client of bytes, for what no well-behaved client does: odd requests, broken frames, reading nothing. */
public final class RawConnection implements AutoCloseable {

    /** @param head status line and headers */
    public record Answer(int status, String head, String body) {}

    /** Small, so that a client that reads nothing soon blocks the server's writes. */
    private static final int RECEIVE_BUFFER_BYTES = 4_096;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    RawConnection(int port, String target) {
        this(port, target, "");
    }

    /** @param headers further headers, each line ending with CR LF */
    RawConnection(int port, String target, String headers) {
        try {
            socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout((int) PhoenixClient.PATIENCE.toMillis());
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            out.write(("""
                    GET %s HTTP/1.1\r
                    Host: localhost:%d\r
                    Upgrade: websocket\r
                    Connection: Upgrade\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    Sec-WebSocket-Version: 13\r
                    %s\r
                    """).formatted(target, port, headers).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Answer answer() {
        try {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                head.write(in.readUnsignedByte());
            }
            String text = head.toString(StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
            int status = Integer.parseInt(text.split(" ", 3)[1]);
            int length = text.lines().filter(line -> line.startsWith("content-length:"))
                    .mapToInt(line -> Integer.parseInt(line.substring(15).strip())).findFirst().orElse(0);
            return new Answer(status, text, new String(in.readNBytes(length), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the answer, which must be 101. */
    public RawConnection upgraded() {
        if (answer().status() != 101) {
            throw new AssertionError("the upgrade was refused");
        }
        return this;
    }

    public void text(String content) {
        frame(FIN | 1, content.getBytes(StandardCharsets.UTF_8));
    }

    /** @param firstByte FIN, reserved bits and opcode (RFC 6455 §5.2). The mask is zero, which leaves bytes unchanged */
    public void frame(int firstByte, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(MASKED | payload.length);
        } else {
            frame.write(MASKED | 127);
            frame.writeBytes(new byte[] {0, 0, 0, 0});
            for (int shift = 24; shift >= 0; shift -= 8) {
                frame.write(payload.length >> shift);
            }
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        try {
            out.write(frame.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends empty frames in one write; the first may be of another kind. */
    public void frames(int firstByte, int otherFirstBytes, int count) {
        byte[] frames = new byte[6 * count];
        for (int i = 0; i < count; i++) {
            frames[6 * i] = (byte) (i == 0 ? firstByte : otherFirstBytes);
            frames[6 * i + 1] = (byte) MASKED;
        }
        try {
            out.write(frames);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Skips the frames before the close frame.
     *
     * @return the close frame's code
     */
    public int expectClosed() {
        try {
            while (true) {
                int opcode = in.readUnsignedByte() & 0x0f;
                byte[] payload = in.readNBytes(length(in.readUnsignedByte()));
                if (opcode == 8) {
                    return Byte.toUnsignedInt(payload[0]) << 8 | Byte.toUnsignedInt(payload[1]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until the connection ends, as it does when the server cuts it. */
    public byte[] readToTheEnd() {
        try {
            return in.readAllBytes();
        } catch (IOException reset) {
            return new byte[0];
        }
    }

    private int length(int secondByte) throws IOException {
        return switch (secondByte) {
            case 126 -> in.readUnsignedShort();
            case 127 -> Math.toIntExact(in.readLong());
            default -> secondByte;
        };
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
