package dev.beckon.channels.internal.socket;

import dev.beckon.channels.CloseCode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Empties this node before it stops: refuses new sockets, then closes the old ones with 1012, spread over the window.
 * The shutdown waits for it, while HTTP still answers probes: {@link Sockets#isDraining} is true before the first
 * socket is closed.
 */
@Singleton
final class SocketDrain {

    private static final Duration TICK = Duration.ofMillis(100);

    private static final Logger LOG = Logger.getLogger(SocketDrain.class);

    private final Sockets sockets;
    private final SocketConfig limits;
    private final Vertx vertx;

    SocketDrain(Sockets sockets, SocketConfig limits, Vertx vertx) {
        this.sockets = sockets;
        this.limits = limits;
        this.vertx = vertx;
    }

    /**
     * Starts the drain. Quarkus fires this event while HTTP, WebSockets and Redis still work; at {@code ShutdownEvent}
     * HTTP is closed already. Needs {@code quarkus.shutdown.delay-enabled}, which this library sets. It blocks, unlike
     * all other code here, because the shutdown goes on when this returns.
     */
    void stopping(@Observes ShutdownDelayInitiatedEvent event) {
        drain().await().indefinitely();
    }

    /** @return completes when all sockets are gone, or their time to close is over */
    Uni<Void> drain() {
        Queue<Socket> waiting = new ArrayDeque<>(sockets.drain());
        if (waiting.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        LOG.infof("Closing %d sockets over %s", waiting.size(), limits.drainWindow());
        int total = waiting.size();
        long ticks = Math.max(1, limits.drainWindow().dividedBy(TICK));
        long patience = Math.max(1, limits.closeTimeout().dividedBy(TICK));
        AtomicLong tick = new AtomicLong();
        // On its event loop, because a timer that another thread sets may fire before Vert.x is able to cancel it.
        return Uni.createFrom().emitter(done -> vertx.runOnContext(_ -> vertx.setPeriodic(1, TICK.toMillis(), timer -> {
            long now = tick.incrementAndGet();
            close(waiting, total - total * Math.min(now, ticks) / ticks);
            if (sockets.count() == 0 || now >= ticks + patience) {
                vertx.cancelTimer(timer);
                done.complete(null);
            }
        })));
    }

    private static void close(Queue<Socket> waiting, long left) {
        while (waiting.size() > left) {
            Socket socket = waiting.remove();
            socket.loop().execute(() -> socket.close(CloseCode.RESTART));
        }
    }
}
