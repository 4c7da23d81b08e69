package dev.beckon.verify.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Stands between a client and a server on 127.0.0.1, and passes on what it is given as the {@link Weather} is. */
public final class TcpProxy implements AutoCloseable {

    /** Of each piece: a round trip across an ocean. */
    private static final long SLOW_NANOS = 100_000_000;

    private static final int CONNECT_MILLIS = 2_000;
    private static final int PIECE = 16_384;

    private final ServerSocket door;
    private final int target;
    private final Supplier<Thief> thieves;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private Weather weather = Weather.CALM;

    private TcpProxy(ServerSocket door, int target, Supplier<Thief> thieves) {
        this.door = door;
        this.target = target;
        this.thieves = thieves;
        Thread.ofVirtual().name("proxy of " + target).start(this::accept);
    }

    /**
     * @param target the server's port
     * @param thieves one for each connection
     */
    public static TcpProxy before(int target, Supplier<Thief> thieves) {
        try {
            return new TcpProxy(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), target, thieves);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return door.getLocalPort();
    }

    public synchronized void weather(Weather next) {
        weather = next;
        notifyAll();
        if (next == Weather.BROKEN) {
            cut();
        }
    }

    /** Breaks the connections there are. */
    public void cut() {
        sockets.forEach(TcpProxy::close);
        sockets.clear();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                // by close(): the loop ends
            }
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        try {
            sockets.add(client);
            sockets.add(server);
            awaitPassage();
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            Thread.ofVirtual().start(() -> pump(client, server, Thief.NONE));
            pump(server, client, thieves.get());
        } catch (IOException refused) {
            end(client, server);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket from, Socket to, Thief thief) {
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                Weather now = awaitPassage();
                if (now == Weather.SLOW) {
                    LockSupport.parkNanos(SLOW_NANOS);
                }
                out.write(thief.pass(piece, length, now == Weather.LOSSY));
            }
        } catch (IOException broken) {
            // both ends are closed, as they would be without us
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(from, to);
        }
    }

    private synchronized Weather awaitPassage() throws IOException, InterruptedException {
        while (weather == Weather.STALLED) {
            wait();
        }
        if (weather == Weather.BROKEN) {
            throw new IOException("broken");
        }
        return weather;
    }

    private void end(Socket one, Socket other) {
        sockets.remove(one);
        sockets.remove(other);
        close(one);
        close(other);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // that is what we want
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        weather(Weather.BROKEN);
    }
}
