package dev.beckon.channels.lab;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** HTTP as bytes, for requests that no well-behaved client makes: half a body, a response left unread. */
public final class HttpConnection implements AutoCloseable {

    private final Socket socket;
    private final DataInputStream in;

    HttpConnection(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout((int) PhoenixClient.PATIENCE.toMillis());
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param head request line and headers without Host, each line ending with LF */
    public HttpConnection write(String head, String body) {
        try {
            String all = head.strip().replace("\n", "\r\n") + "\r\nHost: localhost\r\n\r\n" + body;
            socket.getOutputStream().write(all.getBytes(StandardCharsets.UTF_8));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the next response's body; the connection stays usable */
    public String body() {
        try {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            int length = head.toString().toLowerCase(Locale.ROOT).lines()
                    .filter(line -> line.startsWith("content-length:"))
                    .mapToInt(line -> Integer.parseInt(line.substring(15).strip())).findFirst().orElse(0);
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the server has begun to answer, and reads only one byte of the answer. */
    public void awaitFirstByte() {
        try {
            in.readUnsignedByte();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server ends the connection. */
    public boolean isCut() {
        try {
            in.readAllBytes();
            return true;
        } catch (IOException e) {
            return e.getMessage().contains("reset");
        }
    }

    @Override
    public void close() {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0); // sends a reset: unread data is lost
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
