package dev.beckon.verify.clients;

import dev.beckon.verify.clients.Message.Reply;
import dev.beckon.verify.view.InboxView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A user's device, always on: comes back by itself as stock clients do, when its connection or its channel ends or its join is
 * refused, at one gateway after the other, and says each time what it has.
 */
public final class Device implements AutoCloseable {

    private static final List<Duration> BACK_OFF = List.of(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(200));
    private static final Duration JOINING = Duration.ofSeconds(30);
    private static final long POLL_NANOS = 10_000_000;
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    /** Why the device has to do something. */
    private enum Signal {
        CHANNEL_ENDED,
        CONNECTION_ENDED,
        LEAVE,
        WAKE
    }

    private final List<URI> gateways;
    private final Supplier<String> token;
    private final String topic;
    private final Patience patience;
    private final DeviceEar ear;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Thread loop;
    private volatile boolean wanted = true;
    private volatile boolean joined;
    private volatile @Nullable PhoenixClient connection;
    private volatile @Nullable PhoenixClient abandoned;
    private int turn;
    private int failures;

    private Device(List<URI> gateways, String user, Supplier<String> token, Patience patience, Witness witness) {
        this.gateways = gateways;
        this.token = token;
        this.topic = "notifications:" + user;
        this.patience = patience;
        this.ear = new DeviceEar(witness, () -> signals.add(Signal.CHANNEL_ENDED));
        this.loop = Thread.ofVirtual().name("device of " + user).start(this::stayConnected);
    }

    /** @param gateways used in turn, the first first */
    public static Device of(String user, String token, List<URI> gateways) {
        return new Device(gateways, user, () -> token, Patience.STOCK, Witness.NONE);
    }

    /** @param token asked again for each connection */
    public static Device of(String user, Supplier<String> token, List<URI> gateways, Patience patience, Witness witness) {
        return new Device(gateways, user, token, patience, witness);
    }

    private void stayConnected() {
        try {
            while (wanted) {
                try (PhoenixClient client =
                        PhoenixClient.connect(gateways.get(turn++ % gateways.size()), token.get(), patience.reply())) {
                    use(client);
                    ear.lost("the connection ended");
                } catch (IOException | UncheckedIOException e) {
                    ear.lost(String.valueOf(e.getMessage()));
                    pause();
                } finally {
                    joined = false;
                }
            }
        } catch (AssertionError e) {
            ear.broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void use(PhoenixClient client) throws InterruptedException {
        signals.clear();
        connection = client;
        ear.listenTo(client, topic);
        client.closed().whenComplete((_, failure) -> {
            if (failure instanceof AssertionError contract) {
                ear.broken(contract);
            }
            signals.add(Signal.CONNECTION_ENDED);
        });
        while (wanted) {
            joined = client.join(topic, ear.joining()).isOk();
            if (joined && stay(client) == Signal.CONNECTION_ENDED) {
                return;
            }
            joined = false;
            pause();
        }
    }

    /** Returns when this membership is over. */
    private Signal stay(PhoenixClient client) throws InterruptedException {
        failures = 0;
        while (true) {
            Signal signal = signals.poll(patience.heartbeat().toMillis(), TimeUnit.MILLISECONDS);
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

    /** Loses its network for a moment: the connection is gone, and another one is made. */
    public void cut() {
        PhoenixClient now = connection;
        if (now != null) {
            now.cut();
        }
    }

    /** Goes out of reach: another connection is made, while the server still holds the old one, which nobody reads. */
    public void abandon() {
        PhoenixClient now = connection;
        if (now != null) {
            closeAbandoned();
            abandoned = now;
            now.forsake();
        }
    }

    private void closeAbandoned() {
        PhoenixClient before = abandoned;
        if (before != null) {
            before.cut();
        }
    }

    /** Leaves its channel, and joins again on the same connection. */
    public void leave() {
        signals.add(Signal.LEAVE);
    }

    /** Pushes on this device's channel; fails if it is not joined just now. */
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

    /** @throws AssertionError if the server said something that is no message */
    public InboxView view() {
        return ear.view();
    }

    /** Stays away. */
    @Override
    public void close() {
        wanted = false;
        signals.add(Signal.WAKE);
        cut();
        closeAbandoned();
        loop.interrupt();
        try {
            loop.join(FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
