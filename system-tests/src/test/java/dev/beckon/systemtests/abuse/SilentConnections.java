package dev.beckon.systemtests.abuse;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Connections on which the client sends nothing; it opens each again when the gateway has closed it. */
final class SilentConnections extends AbusiveLoad {

    private static final int CONNECTIONS = 3_000;
    private static final int LOOK_MILLIS = 200;

    private final URI gateway;

    SilentConnections(URI gateway) {
        this.gateway = gateway;
    }

    @Override
    void run() throws IOException {
        while (!isStopped()) {
            List<Socket> open = new ArrayList<>();
            try {
                while (open.size() < CONNECTIONS && !isStopped()) {
                    open.add(new Socket(gateway.getHost(), gateway.getPort()));
                    count("opened");
                }
                awaitEnd(open.getFirst());
            } finally {
                for (Socket socket : open) {
                    socket.close();
                }
            }
        }
    }

    private void awaitEnd(Socket socket) throws IOException {
        socket.setSoTimeout(LOOK_MILLIS);
        while (!isStopped()) {
            try {
                if (socket.getInputStream().read() < 0) {
                    count("rounds closed by the gateway");
                    return;
                }
            } catch (SocketTimeoutException stillOpen) {
                // Check for the end of the load, then read again.
            }
        }
    }
}
