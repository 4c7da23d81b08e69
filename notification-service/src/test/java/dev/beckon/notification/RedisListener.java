package dev.beckon.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.hints.ChangeHint;
import dev.beckon.redis.RedisMessage;
import dev.beckon.redis.RedisPrefix;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Subscribes to users' Redis channels and speaks RESP2 itself, so that it sees the same as any gateway. */
public final class RedisListener implements AutoCloseable {

    /** A frame as received: {@code headers} are {@code previousRev rev epoch}. */
    public record Received(String channel, String event, String headers, String payload) {

        static Received of(String channel, String message) {
            RedisMessage frame = RedisMessage.decode(message);
            return new Received(channel, frame.event(), frame.headers(), frame.payload());
        }

        public InboxFrame.Revisions revisions() {
            return InboxFrame.Revisions.parse(headers);
        }

        public ChangeHint hint() {
            return ChangeHint.parse(headers, Objects.requireNonNull(new RedisMessage(event, "", headers, payload).bytes()));
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final List<Received> frames = new CopyOnWriteArrayList<>();

    /** Returns when Redis has confirmed the subscriptions. */
    public static RedisListener subscribe(String... users) {
        return subscribe(InboxFrame.REDIS_PREFIX, List.of(users));
    }

    static RedisListener subscribe(String prefix, List<String> users) {
        return to(prefix, users.stream().map(user -> InboxFrame.TOPIC_PREFIX + user).toList());
    }

    /** Subscribes to hints of changes. */
    public static RedisListener ofHints() {
        return to(InboxFrame.REDIS_PREFIX, ChangeHint.TOPICS);
    }

    private static RedisListener to(String prefix, List<String> topics) {
        try {
            RedisListener listener = new RedisListener(new Socket("127.0.0.1", Servers.redis.port()));
            String channels = String.join(" ", topics.stream().map(new RedisPrefix(prefix)::channel).toList());
            listener.socket.getOutputStream().write(("SUBSCRIBE " + channels + "\r\n").getBytes(UTF_8));
            for (int i = 0; i < topics.size(); i++) {
                listener.read();
            }
            Thread.ofVirtual().start(listener::run);
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RedisListener(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    public List<Received> frames() {
        return List.copyOf(frames);
    }

    private void run() {
        try {
            while (true) {
                Object[] push = (Object[]) read(); // message, channel, data
                frames.add(Received.of((String) push[1], (String) push[2]));
            }
        } catch (IOException e) {
            // closed, or Redis went away: frames() keeps the earlier frames
        }
    }

    private Object read() throws IOException {
        String line = line();
        int number = Integer.parseInt(line.substring(1));
        return switch (line.charAt(0)) {
            case ':' -> number;
            case '$' -> text(number);
            case '*' -> {
                Object[] elements = new Object[number];
                for (int i = 0; i < number; i++) {
                    elements[i] = read();
                }
                yield elements;
            }
            default -> throw new IOException("not expected: " + line);
        };
    }

    private String text(int length) throws IOException {
        byte[] bytes = in.readNBytes(length + 2);
        return new String(bytes, 0, length, UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        return line.substring(0, line.length() - 1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
