package dev.beckon.testservers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A proxy on 127.0.0.1 before one server, or before several that take connections in turn. Its {@link Mode} decides the fate of
 * connections and bytes, and may change at any time. The proxy passes an end of one side on as an end, a break as a break.
 * Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

    public enum Mode {
        /** Passes bytes on at once. */
        PASS,
        /** Passes each piece on late. */
        DELAY,
        /** Takes connections and bytes, and passes them on when another mode is set. */
        HOLD,
        /** Ends all connections, and each new one at once. */
        CUT,
        /** Drops messages through the {@link Filter}s of the server's bytes. */
        DROP_MESSAGES,
        /**
         * Swallows all bytes without closing anything, as a lost route does. Connections that exist in this mode stay silent for
         * ever.
         */
        SWALLOW,
        /** Swallows the bytes of present connections for ever, and closes each new one. */
        UNREACHABLE
    }

    /** Filters the bytes of one direction of one connection, in order. */
    public interface Filter {

        /** Passes everything on. */
        Filter NONE = (bytes, length, _) -> Arrays.copyOf(bytes, length);

        /**
         * @param dropping whether to drop messages at the moment; a filter tracks the bounds of messages at all times
         * @return the bytes to pass on; the filter may keep the beginning of a message until the rest arrives
         */
        byte[] pass(byte[] bytes, int length, boolean dropping);
    }

    /** A round trip across an ocean, for each piece. */
    private static final long DELAY_NANOS = 100_000_000;

    private static final int CONNECT_MILLIS = 2_000;
    private static final int BACKLOG = 512;
    private static final int PIECE = 16_384;

    private final ServerSocket listening;
    private final List<InetSocketAddress> servers;
    private final Supplier<Filter> requests;
    private final Supplier<Filter> answers;
    private final AtomicLongArray taken;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private Mode mode = Mode.PASS;
    private AtomicBoolean swallowed = new AtomicBoolean();

    private TcpProxy(List<InetSocketAddress> servers, Supplier<Filter> requests, Supplier<Filter> answers) {
        this.servers = List.copyOf(servers);
        this.requests = requests;
        this.answers = answers;
        this.taken = new AtomicLongArray(servers.size());
        try {
            this.listening = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("proxy of " + servers).start(this::accept);
    }

    /** @param port of a server on 127.0.0.1 */
    public static TcpProxy before(int port) {
        return before(port, () -> Filter.NONE);
    }

    /** @param answers gives a filter for each connection, for the server's bytes */
    public static TcpProxy before(int port, Supplier<Filter> answers) {
        return new TcpProxy(List.of(new InetSocketAddress("127.0.0.1", port)), () -> Filter.NONE, answers);
    }

    /**
     * @param servers each takes the next connection; the proxy skips one that refuses, as balancers do
     * @param requests gives a filter for each connection, for the client's bytes
     */
    public static TcpProxy beforeEach(List<InetSocketAddress> servers, Supplier<Filter> requests) {
        return new TcpProxy(servers, requests, () -> Filter.NONE);
    }

    public int port() {
        return listening.getLocalPort();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port());
    }

    /** The number of connections that each server has taken. */
    public List<Long> taken() {
        return IntStream.range(0, servers.size()).mapToObj(taken::get).toList();
    }

    public synchronized void set(Mode next) {
        mode = next;
        if (next == Mode.SWALLOW || next == Mode.UNREACHABLE) {
            swallowed.set(true);
        } else if (swallowed.get()) {
            swallowed = new AtomicBoolean();
        }
        notifyAll();
        if (next == Mode.CUT) {
            cut();
        }
    }

    /** Ends the present connections; new ones are taken. */
    public void cut() {
        sockets.forEach(TcpProxy::close);
        sockets.clear();
    }

    private void accept() {
        for (int next = 0; !listening.isClosed(); next = (next + 1) % servers.size()) {
            try {
                Socket client = listening.accept();
                int server = next;
                Thread.ofVirtual().start(() -> connect(client, server));
            } catch (IOException closed) {
                // close() has closed the socket: the loop ends
            }
        }
    }

    private void connect(Socket client, int first) {
        sockets.add(client);
        try {
            awaitPassage();
            AtomicBoolean silent = forNewConnection();
            Socket server = connected(first);
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Filter request = requests.get();
            Thread there = Thread.ofVirtual().start(() -> pump(client, server, request, silent));
            pump(server, client, answers.get(), silent);
            there.join();
            if (!silent.get()) {
                end(client, server);
            }
        } catch (IOException refused) {
            end(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized AtomicBoolean forNewConnection() throws IOException {
        if (mode == Mode.UNREACHABLE) {
            throw new ConnectException("unreachable");
        }
        return swallowed;
    }

    private Socket connected(int first) throws IOException {
        for (int i = 0; i < servers.size(); i++) {
            int server = (first + i) % servers.size();
            Socket socket = new Socket();
            try {
                socket.connect(servers.get(server), CONNECT_MILLIS);
                if (socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
                    // Where no server listens, TCP connects a socket to itself if the kernel picks that very port for it (RFC 9293, 3.5).
                    throw new ConnectException("connected to itself");
                }
                taken.incrementAndGet(server);
                return socket;
            } catch (ConnectException down) {
                close(socket);
            }
        }
        throw new ConnectException("no server takes connections");
    }

    private void pump(Socket from, Socket to, Filter filter, AtomicBoolean silent) {
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                Mode now = awaitPassage();
                if (now == Mode.DELAY) {
                    LockSupport.parkNanos(DELAY_NANOS);
                }
                if (!silent.get()) {
                    out.write(filter.pass(piece, length, now == Mode.DROP_MESSAGES));
                }
            }
            if (!silent.get()) {
                to.shutdownOutput();
            }
        } catch (IOException broken) {
            if (!silent.get()) {
                end(from, to);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Mode awaitPassage() throws IOException, InterruptedException {
        while (mode == Mode.HOLD) {
            wait();
        }
        if (mode == Mode.CUT) {
            throw new IOException("cut");
        }
        return mode;
    }

    private void end(Socket... ended) {
        for (Socket socket : ended) {
            sockets.remove(socket);
            close(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // the socket is closed already
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set(Mode.CUT);
    }
}
