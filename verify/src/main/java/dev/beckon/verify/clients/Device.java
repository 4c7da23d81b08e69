package dev.beckon.verify.clients;

import dev.beckon.verify.clients.DeviceLoop.Signal;
import dev.beckon.verify.clients.Message.Reply;
import dev.beckon.verify.view.InboxView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A user's device, always on: comes back by itself as stock clients do, when its connection or its channel ends or its join is
 * refused, at one gateway after the other, and says each time what it has.
 */
public final class Device implements AutoCloseable {

    private static final Duration JOINING = Duration.ofSeconds(30);
    private static final Duration FAREWELL = Duration.ofSeconds(10);
    private static final long POLL_NANOS = 10_000_000;

    private final String topic;
    private final DeviceLoop loop;
    private final Thread thread;
    private @Nullable PhoenixClient abandoned;

    private Device(List<URI> gateways, String user, Supplier<String> token, Patience patience, Witness witness) {
        this.topic = "notifications:" + user;
        this.loop = new DeviceLoop(gateways, token, topic, patience, witness);
        this.thread = Thread.ofVirtual().name("device of " + user).start(loop::run);
    }

    /**
     * @param token asked again for each connection
     * @param gateways used in turn, the first first
     */
    public static Device of(String user, Supplier<String> token, List<URI> gateways) {
        return new Device(gateways, user, token, Patience.STOCK, Witness.NONE);
    }

    /** @param token asked again for each connection */
    public static Device of(String user, Supplier<String> token, List<URI> gateways, Patience patience, Witness witness) {
        return new Device(gateways, user, token, patience, witness);
    }

    /** Loses its network for a moment: the connection is gone, and another one is made. */
    public void cut() {
        PhoenixClient now = loop.connection();
        if (now != null) {
            now.cut();
        }
    }

    /** Goes out of reach: another connection is made, while the server still holds the old one, which nobody reads. */
    public synchronized void abandon() {
        PhoenixClient now = loop.connection();
        if (now != null) {
            closeAbandoned();
            abandoned = now;
            now.forsake();
        }
    }

    private synchronized void closeAbandoned() {
        if (abandoned != null) {
            abandoned.cut();
        }
    }

    /** Leaves its channel, and joins again on the same connection. */
    public void leave() {
        loop.signal(Signal.LEAVE);
    }

    /** Pushes on this device's channel; fails if it is not joined just now. */
    public Reply push(String event, Object payload) {
        PhoenixClient now = loop.connection();
        if (now == null || !isJoined()) {
            throw new UncheckedIOException(new IOException("not joined"));
        }
        return now.push(topic, event, payload);
    }

    /** @throws AssertionError if it is not joined within half a minute */
    public Device awaitJoined() {
        long giveUp = System.nanoTime() + JOINING.toNanos();
        while (!isJoined()) {
            view();
            if (System.nanoTime() > giveUp) {
                throw new AssertionError("%s is not joined within %s".formatted(topic, JOINING));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return this;
    }

    public boolean isJoined() {
        return loop.isJoined();
    }

    /** @throws AssertionError if the server said something that is no message */
    public InboxView view() {
        return loop.ear().view();
    }

    /** Stays away. */
    @Override
    public void close() {
        loop.signal(Signal.STOP);
        cut();
        closeAbandoned();
        thread.interrupt();
        try {
            thread.join(FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
