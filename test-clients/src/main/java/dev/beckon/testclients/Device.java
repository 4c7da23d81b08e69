package dev.beckon.testclients;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.Source;
import dev.beckon.testclients.Message.Reply;
import dev.beckon.testclients.view.InboxView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A user's device, always on: whenever its connection or channel ends or its join is refused, it connects and joins again as stock
 * clients do, at one gateway after the other, and sends its revision each time. Thread-safe.
 */
public final class Device implements AutoCloseable {

    /**
     * A device's time limits.
     *
     * @param reply without an answer for this long the connection counts as dead
     * @param heartbeat between two heartbeats
     */
    public record Timeouts(Duration reply, Duration heartbeat) {

        /** As phoenix, {@code assets/js/phoenix/constants.js} and {@code socket.js}. */
        public static final Timeouts STOCK = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    /** Called with everything that one device sends and receives about its inbox, in that order, by one thread at a time. */
    public interface Observer {

        Observer NONE = new Observer() {};

        /** @param position the revision that the device sends with its join */
        default void joining(Map<String, Object> position) {}

        /** @param reply the response that brings the device up to date */
        default void joined(JsonNode reply) {}

        default void refused(String reason) {}

        default void pushed(String event, JsonNode payload) {}

        /** The connection or the channel has ended, or could not be opened. */
        default void lost(String why) {}

        /** The server has sent a frame that is no Phoenix message; the device gives up. */
        default void malformed(String what) {}
    }

    private enum Signal {
        CHANNEL_ENDED, CONNECTION_ENDED, LEAVE, STOP
    }

    private static final List<Duration> BACK_OFF = List.of(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(200));
    private static final Duration JOINING = Duration.ofSeconds(30);
    private static final Duration STOPPING = Duration.ofSeconds(10);
    private static final long POLL_NANOS = 10_000_000;

    private final List<URI> gateways;
    private final Supplier<String> token;
    private final String topic;
    private final Timeouts timeouts;
    private final DeviceInbox inbox;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean wanted = true;
    private volatile boolean joined;
    private volatile @Nullable PhoenixClient connection;
    private @Nullable PhoenixClient abandoned;
    private int turn;
    private int failures;

    private Device(List<URI> gateways, String user, Supplier<String> token, Timeouts timeouts, InboxView view, Observer observer) {
        this.gateways = gateways;
        this.token = token;
        this.topic = "notifications:" + user;
        this.timeouts = timeouts;
        this.inbox = new DeviceInbox(topic, view, observer, () -> signals.add(Signal.CHANNEL_ENDED), this::leave);
        this.thread = Thread.ofVirtual().name("device of " + user).start(this::run);
    }

    /**
     * @param token gives a token for each connection
     * @param gateways used in turn, from the first
     */
    public static Device of(String user, Supplier<String> token, List<URI> gateways) {
        return new Device(gateways, user, token, Timeouts.STOCK, new InboxView(), Observer.NONE);
    }

    /** @param token gives a token for each connection */
    public static Device of(String user, Supplier<String> token, List<URI> gateways, Timeouts timeouts, Observer observer) {
        return new Device(gateways, user, token, timeouts, new InboxView(), observer);
    }

    /** Shows its inbox by thread. @param token gives a token for each connection */
    public static Device byThread(String user, Supplier<String> token, List<URI> gateways, Timeouts timeouts, Observer observer) {
        return new Device(gateways, user, token, timeouts, new InboxView(true), observer);
    }

    /** Returns when the device is closed. */
    private void run() {
        try {
            while (wanted) {
                try (PhoenixClient client = PhoenixClient.connect(gateways.get(turn++ % gateways.size()), token.get(), timeouts.reply())) {
                    use(client);
                    inbox.lost("the connection ended");
                } catch (IOException | UncheckedIOException e) {
                    inbox.lost(String.valueOf(e.getMessage()));
                    pause();
                } finally {
                    joined = false;
                }
            }
        } catch (AssertionError e) {
            inbox.broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void use(PhoenixClient client) throws InterruptedException {
        signals.clear();
        connection = client;
        inbox.listenTo(client);
        client.closed().whenComplete((_, failure) -> {
            if (failure instanceof AssertionError malformed) {
                inbox.broken(malformed);
            }
            signals.add(Signal.CONNECTION_ENDED);
        });
        while (wanted) {
            joined = client.join(topic, inbox.joining()).isOk();
            if (joined && stay(client) == Signal.CONNECTION_ENDED) {
                return;
            }
            joined = false;
            pause();
        }
    }

    /** Returns when the device has left or lost the channel or the connection. */
    private Signal stay(PhoenixClient client) throws InterruptedException {
        failures = 0;
        while (true) {
            Signal signal = signals.poll(timeouts.heartbeat().toMillis(), TimeUnit.MILLISECONDS);
            if (signal == null) {
                client.heartbeat();
            } else if (signal == Signal.LEAVE) {
                client.leave(topic);
                return Signal.CHANNEL_ENDED;
            } else {
                return signal;
            }
        }
    }

    private void pause() throws InterruptedException {
        Duration delay = BACK_OFF.get(Math.min(failures++, BACK_OFF.size() - 1));
        signals.poll(delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Loses its network for a moment: the connection breaks, and the device makes another one. */
    public void cut() {
        PhoenixClient now = connection;
        if (now != null) {
            now.cut();
        }
    }

    /**
     * Loses its network without notice: the device makes another connection, while the server still holds the old one, which no
     * client reads.
     */
    public synchronized void abandon() {
        PhoenixClient now = connection;
        if (now != null) {
            closeAbandoned();
            abandoned = now;
            now.abandon();
        }
    }

    private synchronized void closeAbandoned() {
        if (abandoned != null) {
            abandoned.cut();
        }
    }

    /** Leaves its channel, and joins again on the same connection. */
    public void leave() {
        signals.add(Signal.LEAVE);
    }

    public Reply markRead(List<UUID> ids) {
        return push("mark_read", Map.of("ids", ids));
    }

    public Reply markUnread(List<UUID> ids) {
        return push("mark_unread", Map.of("ids", ids));
    }

    public Reply markSourceRead(Source.Key source) {
        return push("mark_source_read", Map.of("source", source));
    }

    public Reply archive(List<UUID> ids) {
        return push("archive", Map.of("ids", ids));
    }

    public Reply unarchive(List<UUID> ids) {
        return push("unarchive", Map.of("ids", ids));
    }

    public Reply archiveRead() {
        return push("archive_read", Map.of());
    }

    /** Shows a source from now on, until its channel ends. */
    public Reply viewing(Source.Key source) {
        return push("viewing", Map.of("source", source));
    }

    public Reply viewingNothing() {
        return push("viewing", Map.of());
    }

    /** @param filter names and values as in the API; {@code count} is asked for as well */
    public Reply list(Map<String, Object> filter) {
        return push("list", Map.of("filter", filter, "count", true));
    }

    /** Pushes on this device's channel; fails if it is not joined at the moment. */
    public Reply push(String event, Object payload) {
        PhoenixClient now = connection;
        if (now == null || !joined) {
            throw new UncheckedIOException(new IOException("not joined"));
        }
        return now.push(topic, event, payload);
    }

    /** @throws AssertionError if it is not joined within half a minute */
    public Device awaitJoined() {
        long giveUp = System.nanoTime() + JOINING.toNanos();
        while (!joined) {
            view();
            if (System.nanoTime() > giveUp) {
                throw new AssertionError("%s is not joined within %s".formatted(topic, JOINING));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return this;
    }

    public boolean isJoined() {
        return joined;
    }

    /** @throws AssertionError if the server has sent a frame that is no Phoenix message */
    public InboxView view() {
        return inbox.view();
    }

    /** Disconnects for good. */
    @Override
    public void close() {
        wanted = false;
        signals.add(Signal.STOP);
        cut();
        closeAbandoned();
        thread.interrupt();
        try {
            thread.join(STOPPING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
