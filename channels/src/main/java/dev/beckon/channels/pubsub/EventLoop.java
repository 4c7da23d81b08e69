package dev.beckon.channels.pubsub;

import java.util.concurrent.Executor;

/** The one thread that a subscriber's state belongs to. Two are equal when they are the same thread of work. */
public interface EventLoop extends Executor {

    boolean isCurrent();

    /** Runs {@code task} now if the caller is on this loop already, else soon. */
    default void run(Runnable task) {
        if (isCurrent()) {
            task.run();
        } else {
            execute(task);
        }
    }
}
