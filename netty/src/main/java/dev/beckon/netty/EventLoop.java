package dev.beckon.netty;

import java.util.concurrent.Executor;

/** The one thread that a subscriber's state belongs to. Two instances are equal if they stand for the same thread. */
public interface EventLoop extends Executor {

    boolean isCurrent();

    /** Does {@link #run} in a context of its own, for code of an application, whose libraries keep their state there. */
    default void runApart(Runnable task) {
        run(task);
    }

    /** Runs {@code task} now if the caller is on this loop already, else soon. */
    default void run(Runnable task) {
        if (isCurrent()) {
            task.run();
        } else {
            execute(task);
        }
    }
}
