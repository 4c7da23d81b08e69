package dev.beckon.conformance.fuzz;

import dev.beckon.testclients.wire.WebSocketConnection;
import dev.beckon.testclients.wire.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Messages in pieces: fragments with pings or other messages between them, frames cut at any byte, and messages without an end. */
record Pieces(FuzzTarget target) implements Attack {

    private static final int MAX_MESSAGES = 8;
    private static final int MAX_PIECE = 12;

    @Override
    public void strike(RandomGenerator random) throws IOException {
        try (WebSocketConnection connection = target.webSocket(2)) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int left = 1 + random.nextInt(MAX_MESSAGES); left > 0; left--) {
                all.writeBytes(fragments(NearlyRight.message(random, 2, random.nextBoolean()).getBytes(StandardCharsets.UTF_8), random));
            }
            byte[] bytes = all.toByteArray();
            int end = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length;
            for (int from = 0; from < end;) {
                int to = Math.min(end, from + 1 + random.nextInt(bytes.length));
                connection.write(Arrays.copyOfRange(bytes, from, to));
                from = to;
            }
        }
    }

    private static byte[] fragments(byte[] message, RandomGenerator random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int opcode = WebSocketFrame.TEXT;
        int max = message.length > 1_000 ? message.length : MAX_PIECE;
        for (int from = 0; from < message.length;) {
            int to = Math.min(message.length, from + 1 + random.nextInt(max));
            out.writeBytes(new WebSocketFrame(to == message.length, opcode, Arrays.copyOfRange(message, from, to)).masked(random));
            switch (random.nextInt(40)) {
                case 0, 1, 2, 3 -> out.writeBytes(new WebSocketFrame(true, WebSocketFrame.PING, new byte[] {1}).masked(random));
                case 4 -> out.writeBytes(new WebSocketFrame(true, WebSocketFrame.TEXT, new byte[] {'['}).masked(random));
                default -> {}
            }
            opcode = WebSocketFrame.CONTINUATION;
            from = to;
        }
        return out.toByteArray();
    }
}
