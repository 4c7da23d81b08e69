package dev.beckon.systemtests.client;

import dev.beckon.systemtests.client.Message.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A user's device, always on: comes back by itself as stock clients do, when its connection or its channel ends or its join is
 * refused, at one gateway after the other, and says each time what it has.
 */
public final class Device implements AutoCloseable {

    private static final List<Duration> BACK_OFF = List.of(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(200));

    /** Why the device has to do something again. */
    private enum Signal {
        CHANNEL_ENDED,
        CONNECTION_ENDED,
        WAKE
    }

    private final List<URI> gateways;
    private final String token;
    private final String topic;
    private final InboxView view = new InboxView();
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Thread loop;
    private volatile boolean wanted = true;
    private volatile boolean joined;
    private volatile @Nullable PhoenixClient connection;
    private volatile @Nullable AssertionError broken;
    private int turn;
    private int failures;

    private Device(List<URI> gateways, String user, String token) {
        this.gateways = gateways;
        this.token = token;
        this.topic = "notifications:" + user;
        this.loop = Thread.ofVirtual().name("device of " + user).start(this::stayConnected);
    }

    /** @param gateways used in turn, the first first */
    public static Device of(String user, String token, List<URI> gateways) {
        return new Device(gateways, user, token);
    }

    private void stayConnected() {
        try {
            while (wanted) {
                try (PhoenixClient client = PhoenixClient.connect(gateways.get(turn++ % gateways.size()), token)) {
                    use(client);
                } catch (IOException | UncheckedIOException _) {
                    pause();
                } finally {
                    joined = false;
                }
            }
        } catch (AssertionError e) {
            broken = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void use(PhoenixClient client) throws InterruptedException {
        connection = client;
        signals.clear();
        client.listen(topic, message -> {
            if (connection == client) {
                received(message);
            }
        });
        client.closed().whenComplete((_, failure) -> {
            if (failure instanceof AssertionError contract) {
                broken = contract;
            }
            signals.add(Signal.CONNECTION_ENDED);
        });
        while (wanted) {
            Reply reply = client.join(topic, view.position());
            joined = reply.isOk();
            if (joined) {
                failures = 0;
                if (signals.take() == Signal.CONNECTION_ENDED) {
                    return;
                }
            }
            joined = false;
            pause();
        }
    }

    private void received(Message message) {
        switch (message.event()) {
            case "phx_reply" -> {
                if (message.reply().isOk() && message.reply().response().has("snapshot")) {
                    view.joined(message.reply().response());
                }
            }
            case "phx_error", "phx_close" -> signals.add(Signal.CHANNEL_ENDED);
            default -> view.pushed(message.event(), message.payload());
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

    /** Pushes on this device's channel; fails if it is not joined just now. */
    public Reply push(String event, Object payload) {
        PhoenixClient now = connection;
        if (now == null || !joined) {
            throw new UncheckedIOException(new IOException("not joined"));
        }
        return now.push(topic, event, payload);
    }

    public boolean isJoined() {
        return joined;
    }

    /** Waits for the join. */
    public Device awaitJoined() {
        Eventually.eventually(Eventually.AFTER_RESTART, () -> {
            if (!joined) {
                throw new AssertionError("%s is not joined".formatted(topic), broken);
            }
        });
        return this;
    }

    /** @throws AssertionError if the server said something that is no message */
    public InboxView view() {
        AssertionError seen = broken;
        if (seen != null) {
            throw seen;
        }
        return view;
    }

    /** Stays away. */
    @Override
    public void close() {
        wanted = false;
        signals.add(Signal.WAKE);
        cut();
        loop.interrupt();
        try {
            loop.join(Eventually.SOON);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
