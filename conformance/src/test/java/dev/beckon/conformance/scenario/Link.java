package dev.beckon.conformance.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network between a client and the server, which can fail. */
final class Link implements AutoCloseable {

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean up = true;

    Link(InetSocketAddress target) {
        this.target = target;
        try {
            this.server = new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::acceptAll);
    }

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", server.getLocalPort());
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> connect(client));
            }
        } catch (IOException closed) {
            // The scene is over.
        }
    }

    private void connect(Socket client) {
        try (client; Socket upstream = new Socket(target.getHostString(), target.getPort())) {
            ends.add(client);
            ends.add(upstream);
            if (up) {
                Thread back = Thread.ofVirtual().start(() -> pass(upstream, client));
                pass(client, upstream);
                back.join();
            }
            ends.remove(client);
            ends.remove(upstream);
        } catch (IOException | InterruptedException broken) {
            // Networks may break.
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException broken) {
            // Both sockets are closed.
        }
    }

    /** Breaks all connections and passes nothing on until {@link #mend}. */
    void cut() {
        up = false;
        ends.forEach(Link::close);
    }

    void mend() {
        up = true;
    }

    private static void close(Socket end) {
        try {
            end.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
