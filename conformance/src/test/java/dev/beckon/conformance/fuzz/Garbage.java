package dev.beckon.conformance.fuzz;

import dev.beckon.testclients.wire.WebSocketConnection;
import dev.beckon.testclients.wire.WebSocketFrame;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** Random bytes instead of HTTP, random bytes after the upgrade, and well-formed frames with random content. */
record Garbage(FuzzTarget target) implements Attack {

    private static final int MAX_BYTES = 2_000;
    private static final int LARGE_BYTES = 100_000;
    private static final int MAX_FRAMES = 20;

    @Override
    public void strike(RandomGenerator random) throws IOException {
        switch (random.nextInt(5)) {
            case 0 -> insteadOfHttp(random);
            case 1 -> afterTheUpgrade(random);
            default -> frames(random);
        }
    }

    private void insteadOfHttp(RandomGenerator random) throws IOException {
        try (Socket socket = target.tcp()) {
            if (random.nextBoolean()) {
                socket.getOutputStream().write("GET /socket/websocket?vsn=2.0.0 HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            socket.getOutputStream().write(bytes(random, MAX_BYTES));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
    }

    private void afterTheUpgrade(RandomGenerator random) throws IOException {
        try (WebSocketConnection connection = target.webSocket(2)) {
            connection.write(bytes(random, MAX_BYTES));
        }
    }

    private void frames(RandomGenerator random) throws IOException {
        try (WebSocketConnection connection = target.webSocket(2)) {
            for (int left = 1 + random.nextInt(MAX_FRAMES); left > 0; left--) {
                int size = random.nextInt(50) == 0 ? LARGE_BYTES : MAX_BYTES;
                connection.write(new WebSocketFrame(random.nextInt(4) != 0, opcode(random), bytes(random, size)).masked(random));
            }
        }
    }

    /** Mostly an opcode that exists. */
    private static int opcode(RandomGenerator random) {
        int[] known = {0, 1, 1, 2, 2, 8, 9, 10};
        return random.nextInt(8) == 0 ? random.nextInt(16) : known[random.nextInt(known.length)];
    }

    static byte[] bytes(RandomGenerator random, int max) {
        byte[] bytes = new byte[random.nextInt(max)];
        random.nextBytes(bytes);
        return bytes;
    }
}
