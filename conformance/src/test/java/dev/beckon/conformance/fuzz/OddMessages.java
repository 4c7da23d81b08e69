package dev.beckon.conformance.fuzz;

import dev.beckon.testclients.wire.WebSocketConnection;
import dev.beckon.testclients.wire.WireMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A series of messages, written at once, that are readable but senseless, or almost readable; the client may wait for an answer, or
 * disconnect at any moment.
 */
record OddMessages(FuzzTarget target) implements Attack {

    private static final int MAX_MESSAGES = 30;
    private static final Duration A_MOMENT = Duration.ofMillis(20);

    @Override
    public void strike(RandomGenerator random) throws IOException {
        int version = random.nextInt(4) == 0 ? 1 : 2;
        boolean readable = random.nextInt(3) != 0;
        try (WebSocketConnection connection = target.webSocket(version)) {
            List<WireMessage> messages = new ArrayList<>();
            for (int left = 1 + random.nextInt(MAX_MESSAGES); left > 0; left--) {
                messages.add(version == 2 && random.nextInt(8) == 0
                        ? new WireMessage.Binary(NearlyRight.binary(random, readable))
                        : new WireMessage.Text(NearlyRight.message(random, version, readable)));
            }
            connection.send(messages);
            if (random.nextBoolean()) {
                connection.next(A_MOMENT);
            }
            if (random.nextInt(3) == 0) {
                connection.send(List.of(new WireMessage.Close(1000 + random.nextInt(4000))));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
