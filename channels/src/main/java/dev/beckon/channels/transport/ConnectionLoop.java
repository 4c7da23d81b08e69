package dev.beckon.channels.transport;

import dev.beckon.channels.pubsub.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;

/**
 * The event loop that accepted a connection. Quarkus gives every callback a context of its own; beneath them lies one for
 * each event loop, and that is what is compared here.
 */
public record ConnectionLoop(ContextInternal context) implements EventLoop {

    public static ConnectionLoop current() {
        return new ConnectionLoop(((ContextInternal) Vertx.currentContext()).unwrap());
    }

    @Override
    public boolean isCurrent() {
        return context.inThread();
    }

    @Override
    public void execute(Runnable task) {
        context.runOnContext(_ -> task.run());
    }

    /** @return calls it off */
    public Runnable after(Duration delay, Runnable task) {
        long timer = context.setTimer(Math.max(1, delay.toMillis()), _ -> task.run());
        return () -> context.owner().cancelTimer(timer);
    }
}
