package dev.beckon.channels.pubsub;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;

/**
 * An event loop of Vert.x, as the one that accepted a connection. Quarkus gives every callback a context of its own; beneath
 * them lies one for each event loop, and that is what is compared here.
 */
public record VertxLoop(ContextInternal context) implements EventLoop {

    public static VertxLoop current() {
        return new VertxLoop(((ContextInternal) Vertx.currentContext()).unwrap());
    }

    /** The next one in turn. */
    public static VertxLoop next(Vertx vertx) {
        return new VertxLoop(((VertxInternal) vertx).createEventLoopContext());
    }

    @Override
    public boolean isCurrent() {
        return context.inThread();
    }

    @Override
    public void execute(Runnable task) {
        context.runOnContext(_ -> task.run());
    }

    /** Safe by Quarkus's word: nobody else runs in this context, so that Hibernate Reactive takes it for its session. */
    @Override
    public void runApart(Runnable task) {
        ContextInternal own = context.duplicate();
        VertxContextSafetyToggle.setContextSafe(own, true);
        own.emit(_ -> task.run());
    }

    /** @return calls it off */
    public Runnable after(Duration delay, Runnable task) {
        long timer = context.setTimer(Math.max(1, delay.toMillis()), _ -> task.run());
        return () -> context.owner().cancelTimer(timer);
    }
}
