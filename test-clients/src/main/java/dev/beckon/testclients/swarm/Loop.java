package dev.beckon.testclients.swarm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The connections and timers of many clients, on one thread: one of its own, or the thread that calls {@link #step}. */
public final class Loop implements AutoCloseable {

    private static final int BUFFER_BYTES = 4 << 20;
    private static final long MAX_PAUSE_NANOS = 100_000_000;

    private record Timer(long at, Runnable task) implements Comparable<Timer> {

        @Override
        public int compareTo(Timer other) {
            return Long.compare(at, other.at);
        }
    }

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Thread thread = Thread.ofPlatform().name("swarm").daemon().unstarted(this::run);
    private volatile boolean open = true;

    public Loop() throws IOException {
        this.selector = Selector.open();
    }

    /** Starts a loop on a thread of its own. */
    static Loop start() throws IOException {
        Loop loop = new Loop();
        loop.thread.start();
        return loop;
    }

    /** Reads data that is there or arrives within {@code waitNanos}; then runs tasks and timers. */
    public void step(long waitNanos) throws IOException {
        if (waitNanos <= 0) {
            selector.selectNow(this::serve);
        } else {
            selector.select(this::serve, Math.max(1, waitNanos / 1_000_000));
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        long now = System.nanoTime() / 1_000_000;
        while (!timers.isEmpty() && timers.peek().at <= now) {
            timers.remove().task.run();
        }
    }

    /** Ends the wait of {@link #step}. Callable from any thread. */
    public void wake() {
        selector.wakeup();
    }

    /** Callable from any thread. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Callable only from a task of this loop. */
    void after(long millis, Runnable task) {
        timers.add(new Timer(System.nanoTime() / 1_000_000 + millis, task));
    }

    void register(SocketChannel channel, int operations, SwarmConnection connection) throws ClosedChannelException {
        channel.register(selector, operations, connection);
    }

    private void run() {
        try {
            while (open) {
                step(pauseNanos());
            }
            for (SelectionKey key : selector.keys()) {
                ((SwarmConnection) key.attachment()).end();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long pauseNanos() {
        Timer next = timers.peek();
        return next == null ? MAX_PAUSE_NANOS : Math.clamp(next.at * 1_000_000 - System.nanoTime(), 1, MAX_PAUSE_NANOS);
    }

    private void serve(SelectionKey key) {
        SwarmConnection connection = (SwarmConnection) key.attachment();
        if (key.isValid() && key.isConnectable()) {
            connection.connectable(key);
        } else if (key.isValid() && key.isReadable()) {
            connection.readable(buffer);
        }
    }

    @Override
    public void close() {
        open = false;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
