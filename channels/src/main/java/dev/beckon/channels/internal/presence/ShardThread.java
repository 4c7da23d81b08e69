package dev.beckon.channels.internal.presence;

import dev.beckon.netty.EventLoop;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The thread that one shard's state belongs to. It is not an event loop of the sockets, because a merge of many
 * thousand entries would delay them.
 */
final class ShardThread implements EventLoop, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ShardThread.class);

    private final ScheduledThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;

    ShardThread(String name) {
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = Thread.ofPlatform().name(name).daemon().unstarted(task);
            thread = made;
            return made;
        }, new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(() -> runSafely(task));
    }

    void after(long nanos, Runnable task) {
        executor.schedule(() -> runSafely(task), nanos, TimeUnit.NANOSECONDS);
    }

    void every(Duration period, Runnable task) {
        executor.scheduleWithFixedDelay(
                () -> runSafely(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    boolean isClosed() {
        return executor.isShutdown();
    }

    int queued() {
        return executor.getQueue().size();
    }

    /** Logs exceptions: a pool would swallow the exception and never run the task again. */
    private static void runSafely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            LOG.error("A task of presence failed", bug);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
