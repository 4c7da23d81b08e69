package dev.beckon.channels.test;

import dev.beckon.channels.pubsub.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;

/** One event loop of Vert.x, as a connection's would be. */
record TestLoop(ContextInternal context) implements EventLoop {

    /** For tests without a container: made once, and its daemon threads need no end. */
    static final class SharedVertx {

        static final Vertx INSTANCE = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setUseDaemonThread(true));

        private SharedVertx() {}
    }

    /** The next one of {@code vertx}, in turn. */
    static TestLoop next(Vertx vertx) {
        return new TestLoop(((VertxInternal) vertx).createEventLoopContext());
    }

    @Override
    public boolean isCurrent() {
        return context.inThread();
    }

    @Override
    public void execute(Runnable task) {
        context.runOnContext(_ -> task.run());
    }
}
