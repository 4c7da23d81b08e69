package dev.beckon.channels.pubsub;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A network between a node and Redis that can go silent without closing anything, as a lost route does. */
public final class SwallowingProxy implements AutoCloseable {

    private final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket server;
    private final int target;
    private final List<Closeable> open = new CopyOnWriteArrayList<>();
    private volatile AtomicBoolean silent = new AtomicBoolean();

    public SwallowingProxy(int target) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        open.add(server);
        Thread.ofVirtual().start(this::accept);
    }

    public String url() {
        return "redis://127.0.0.1:" + server.getLocalPort();
    }

    /** From now on nothing passes on the connections that are open; new ones are as good as ever. */
    public void swallowPresentConnections() {
        silent.set(true);
        silent = new AtomicBoolean();
    }

    /** New connections are taken and hear nothing, until {@link #swallowPresentConnections} makes them old ones. */
    public void swallow() {
        silent.set(true);
    }

    /** Taken so far. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket redis = new Socket(InetAddress.getLoopbackAddress(), target);
                connections.incrementAndGet();
                open.add(client);
                open.add(redis);
                AtomicBoolean swallowed = silent;
                Thread.ofVirtual().start(() -> pass(client, redis, swallowed));
                Thread.ofVirtual().start(() -> pass(redis, client, swallowed));
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    private static void pass(Socket from, Socket to, AtomicBoolean swallowed) {
        byte[] buffer = new byte[16_384];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!swallowed.get()) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException closed) {
            // so is its other half, now
        }
    }

    @Override
    public void close() {
        for (Closeable closeable : open) {
            try {
                closeable.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
