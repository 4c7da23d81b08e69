package dev.beckon.verify.swarm;

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

/** One thread for the connections and timers of many clients. */
final class Loop implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final long MAX_PAUSE_MILLIS = 100;

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

    Loop() throws IOException {
        this.selector = Selector.open();
        thread.start();
    }

    /** From any thread. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** From a task of this loop. */
    void after(long millis, Runnable task) {
        timers.add(new Timer(System.nanoTime() / 1_000_000 + millis, task));
    }

    void register(SocketChannel channel, int operations, Connection connection) throws ClosedChannelException {
        channel.register(selector, operations, connection);
    }

    private void run() {
        try {
            while (open) {
                selector.select(this::serve, pause());
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                long now = System.nanoTime() / 1_000_000;
                while (!timers.isEmpty() && timers.peek().at <= now) {
                    timers.remove().task.run();
                }
            }
            for (SelectionKey key : selector.keys()) {
                ((Connection) key.attachment()).end();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long pause() {
        Timer next = timers.peek();
        return next == null ? MAX_PAUSE_MILLIS : Math.clamp(next.at - System.nanoTime() / 1_000_000, 1, MAX_PAUSE_MILLIS);
    }

    private void serve(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
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
