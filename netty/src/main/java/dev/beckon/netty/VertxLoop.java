package dev.beckon.netty;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.Objects;

/**
 * An event loop of Vert.x. Quarkus gives every callback a context of its own, on top of one context for each event loop; two
 * instances are equal if that one is the same.
 */
public record VertxLoop(ContextInternal own) implements EventLoop {

    public static VertxLoop current() {
        return new VertxLoop(callback().unwrap());
    }

    /** The context of the callback that runs on this thread; fails outside Vert.x's threads. */
    static ContextInternal callback() {
        return Objects.requireNonNull((ContextInternal) Vertx.currentContext(), "not a thread of Vert.x");
    }

    /** The next event loop in turn. */
    public static VertxLoop next(Vertx vertx) {
        return new VertxLoop(((VertxInternal) vertx).createEventLoopContext());
    }

    /** Vert.x's context for the loop. */
    public Context context() {
        return own;
    }

    @Override
    public boolean isCurrent() {
        return own.inThread();
    }

    @Override
    public void execute(Runnable task) {
        own.runOnContext(_ -> task.run());
    }

    /** Marks the context safe for Quarkus: nothing else runs in it, so that Hibernate Reactive keeps its session there. */
    @Override
    public void runApart(Runnable task) {
        ContextInternal apart = own.duplicate();
        VertxContextSafetyToggle.setContextSafe(apart, true);
        apart.emit(_ -> task.run());
    }

    /** @return a task that cancels the timer */
    public Runnable after(Duration delay, Runnable task) {
        long timer = own.setTimer(Math.max(1, delay.toMillis()), _ -> task.run());
        return () -> own.owner().cancelTimer(timer);
    }
}
