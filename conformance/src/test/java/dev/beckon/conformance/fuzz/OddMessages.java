package dev.beckon.conformance.fuzz;

import dev.beckon.conformance.wire.Message;
import dev.beckon.conformance.wire.WebSocketConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A row of messages that can be read and make no sense, or that nearly can, written at once; the client may wait for something,
 * or be gone at any moment.
 */
record OddMessages(Target target) implements Attack {

    private static final int MAX_MESSAGES = 30;
    private static final Duration A_MOMENT = Duration.ofMillis(20);

    @Override
    public void strike(RandomGenerator random) throws IOException {
        int version = random.nextInt(4) == 0 ? 1 : 2;
        boolean readable = random.nextInt(3) != 0;
        try (WebSocketConnection connection = target.webSocket(version)) {
            List<Message> messages = new ArrayList<>();
            for (int left = 1 + random.nextInt(MAX_MESSAGES); left > 0; left--) {
                messages.add(version == 2 && random.nextInt(8) == 0
                        ? new Message.Binary(NearlyRight.binary(random, readable))
                        : new Message.Text(NearlyRight.message(random, version, readable)));
            }
            connection.send(messages);
            if (random.nextBoolean()) {
                connection.next(A_MOMENT);
            }
            if (random.nextInt(3) == 0) {
                connection.send(List.of(new Message.Close(1000 + random.nextInt(4000))));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
