package dev.beckon.verify.storm;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Measures what a gateway spends to refuse an upgrade before it reads the token. */
record UpgradeRefusals(URI gateway, Processor processor) {

    /** The first refusals are slower, because the JVM still compiles. */
    private static final int WARM = 5_000;

    private static final int TIMES = 5_000;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int STATUS_LINE = "HTTP/1.1 403".length();

    /** The gateway's processor time for one refusal in microseconds, including the TCP connection. */
    long micros() throws IOException {
        refuse(WARM);
        Duration before = processor.used();
        refuse(TIMES);
        return processor.used().minus(before).toNanos() / TIMES / 1_000;
    }

    private void refuse(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            refuse();
        }
    }

    /** Sends a foreign Origin: the gateway refuses it at the same point in its code as one client too many. */
    private void refuse() throws IOException {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write("""
                    GET /socket/websocket?vsn=2.0.0 HTTP/1.1\r
                    Host: %s:%d\r
                    Origin: https://elsewhere.example\r
                    Upgrade: websocket\r
                    Connection: Upgrade\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    Sec-WebSocket-Version: 13\r
                    \r
                    """.formatted(gateway.getHost(), gateway.getPort()).getBytes(StandardCharsets.US_ASCII));
            String status = new String(socket.getInputStream().readNBytes(STATUS_LINE), StandardCharsets.US_ASCII);
            if (!status.endsWith("403")) {
                throw new IOException("was not refused: " + status);
            }
        }
    }
}
