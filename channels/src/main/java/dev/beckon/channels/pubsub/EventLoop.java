package dev.beckon.channels.pubsub;

import java.util.concurrent.Executor;

/** The one thread that a subscriber's state belongs to. Two are equal when they are the same thread of work. */
public interface EventLoop extends Executor {

    boolean isCurrent();

    /** {@link #run} in a context of its own, for code of an application, whose libraries keep their state there. */
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
