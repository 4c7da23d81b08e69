package dev.beckon.conformance.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * A load balancer without stickiness: each TCP connection goes to the next node. It makes every HTTP request the only one of
 * its connection ({@code connection: close}, as HAProxy's {@code option httpclose} does), so that a client that keeps
 * connections alive is moved from node to node as well.
 */
public final class RoundRobinProxy implements AutoCloseable {

    private static final int BACKLOG = 512;
    private static final int MAX_HEAD = 64 * 1024;

    private final ServerSocket server;
    private final List<InetSocketAddress> nodes;
    private final AtomicLongArray taken;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private RoundRobinProxy(ServerSocket server, List<InetSocketAddress> nodes) {
        this.server = server;
        this.nodes = nodes;
        this.taken = new AtomicLongArray(nodes.size());
    }

    static RoundRobinProxy start(List<InetSocketAddress> nodes) throws IOException {
        RoundRobinProxy proxy =
                new RoundRobinProxy(new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1")), nodes);
        Thread.ofPlatform().daemon().name("round-robin-proxy").start(proxy::acceptAll);
        return proxy;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", server.getLocalPort());
    }

    /** How many connections each node was given. */
    public List<Long> taken() {
        return IntStream.range(0, nodes.size()).mapToObj(taken::get).toList();
    }

    private void acceptAll() {
        try {
            for (int next = 0; ; next = (next + 1) % nodes.size()) {
                Socket client = server.accept();
                int node = next;
                taken.incrementAndGet(node);
                Thread.ofVirtual().start(() -> connect(client, node));
            }
        } catch (IOException closed) {
            // The tests are over.
        }
    }

    private void connect(Socket client, int node) {
        open.add(client);
        InetSocketAddress address = nodes.get(node);
        try (client; Socket upstream = new Socket(address.getHostString(), address.getPort())) {
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            upstream.getOutputStream().write(onlyRequest(head(client.getInputStream())));
            Thread back = Thread.ofVirtual().start(() -> pass(upstream, client));
            pass(client, upstream);
            back.join();
        } catch (IOException | InterruptedException over) {
            // Both sides are closed.
        } finally {
            open.remove(client);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.append((char) b);
            if (head.length() > MAX_HEAD || b == '\n' && head.toString().endsWith("\r\n\r\n")) {
                break;
            }
        }
        return head.toString();
    }

    private static byte[] onlyRequest(String head) {
        boolean upgrade = head.toLowerCase(Locale.ROOT).contains("\r\nupgrade:");
        String sent = upgrade
                ? head
                : head.replaceAll("(?i)\r\nconnection:[^\r]*", "").replaceFirst("\r\n", "\r\nconnection: close\r\n");
        return sent.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** An end of one side is passed on as an end, a break as a break. */
    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException broken) {
            close(to);
            close(from);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(RoundRobinProxy::close);
    }
}
