package dev.beckon.verify.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What keeps one device connected and joined, on a thread of its own. */
final class DeviceLoop {

    private static final List<Duration> BACK_OFF = List.of(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(200));

    /** Why the device has to do something. */
    enum Signal {
        CHANNEL_ENDED,
        CONNECTION_ENDED,
        LEAVE,
        STOP
    }

    private final List<URI> gateways;
    private final Supplier<String> token;
    private final String topic;
    private final Patience patience;
    private final DeviceEar ear;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private volatile boolean wanted = true;
    private volatile boolean joined;
    private volatile @Nullable PhoenixClient connection;
    private int turn;
    private int failures;

    DeviceLoop(List<URI> gateways, Supplier<String> token, String topic, Patience patience, Witness witness) {
        this.gateways = gateways;
        this.token = token;
        this.topic = topic;
        this.patience = patience;
        this.ear = new DeviceEar(witness, () -> signals.add(Signal.CHANNEL_ENDED));
    }

    /** Returns when the device is not wanted any more. */
    void run() {
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

    void signal(Signal signal) {
        wanted &= signal != Signal.STOP;
        signals.add(signal);
    }

    /** @return {@code null} before the first one */
    @Nullable PhoenixClient connection() {
        return connection;
    }

    boolean isJoined() {
        return joined;
    }

    DeviceEar ear() {
        return ear;
    }
}
