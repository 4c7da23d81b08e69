package dev.beckon.testservers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer of Redis in RESP2.
 *
 * @param value a text, the digits of a number, or {@code null} for nil and for lists
 * @param items empty if it is not a list
 */
public record RedisAnswer(@Nullable String value, List<RedisAnswer> items) {

    private static final int ANSWER_MILLIS = 2_000;

    static RedisAnswer of(int port, String... command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_MILLIS);
            StringBuilder request = new StringBuilder("*" + command.length + "\r\n");
            for (String word : command) {
                request.append('$').append(word.getBytes(UTF_8).length).append("\r\n").append(word).append("\r\n");
            }
            socket.getOutputStream().write(request.toString().getBytes(UTF_8));
            return read(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the next answer from a connection.
     *
     * @throws IllegalStateException if it is an error
     */
    public static RedisAnswer read(InputStream in) throws IOException {
        String line = line(in);
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> new RedisAnswer(rest, List.of());
            case '$' -> new RedisAnswer(text(in, Integer.parseInt(rest)), List.of());
            case '*' -> new RedisAnswer(null, items(in, Integer.parseInt(rest)));
            default -> throw new IllegalStateException(rest);
        };
    }

    /** The text, or the number as digits. */
    public String text() {
        if (value == null) {
            throw new IllegalStateException("Redis answered no text but " + this);
        }
        return value;
    }

    public long number() {
        return Long.parseLong(text());
    }

    private static List<RedisAnswer> items(InputStream in, int count) throws IOException {
        List<RedisAnswer> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(read(in));
        }
        return List.copyOf(items);
    }

    private static @Nullable String text(InputStream in, int length) throws IOException {
        return length < 0 ? null : new String(in.readNBytes(length + 2), 0, length, UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        return line.substring(0, line.length() - 1);
    }
}
