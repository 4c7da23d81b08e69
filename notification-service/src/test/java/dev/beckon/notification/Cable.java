package dev.beckon.notification;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection's way to a server on this machine, which can go silent: as when a machine loses its power or a firewall its
 * state, nothing comes any more and nobody is told. Mended, it carries new connections; those that were cut stay silent.
 */
final class Cable implements AutoCloseable {

    private static final int PIECE = 64 * 1024;

    private final ServerSocket entrance;
    private final int exit;
    private final List<Socket> ends = new ArrayList<>();
    private AtomicBoolean silent = new AtomicBoolean();

    Cable(int exit) {
        this.exit = exit;
        try {
            this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    synchronized void cut() {
        silent.set(true);
    }

    synchronized void mend() {
        if (silent.get()) {
            silent = new AtomicBoolean();
        }
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void connect(Socket near) {
        AtomicBoolean cut = keep(near);
        if (cut.get()) {
            close(near); // as good as refused: connecting has a time-out of its own
            return;
        }
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), exit);
            keep(far);
            Thread.ofVirtual().start(() -> carry(near, far, cut));
            carry(far, near, cut);
        } catch (IOException refused) {
            close(near);
        }
    }

    private synchronized AtomicBoolean keep(Socket end) {
        ends.add(end);
        return silent;
    }

    private static void carry(Socket from, Socket to, AtomicBoolean cut) {
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (!cut.get()) {
                    out.write(piece, 0, read);
                }
            }
        } catch (IOException broken) {
            // told to the other end below
        }
        if (!cut.get()) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket end) {
        try {
            end.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        entrance.close();
        ends.forEach(Cable::close);
    }
}
