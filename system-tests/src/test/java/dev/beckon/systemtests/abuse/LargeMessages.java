package dev.beckon.systemtests.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.testclients.PhoenixClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A member of a room sends the largest message that the gateway accepts, ten times a second; the room has listeners. */
final class LargeMessages extends AbusiveLoad implements AutoCloseable {

    static final String SENT = "sent";

    private static final int LISTENERS = 20;
    private static final Duration PACE = Duration.ofMillis(100);
    private static final int MESSAGE_BYTES = 256 * 1024;
    private static final int ENVELOPE_BYTES = 200;

    private final String topic;
    private final PhoenixClient sender;
    private final List<Listener> listeners = new ArrayList<>();

    LargeMessages(int gateway, Beckon beckon) throws IOException {
        String room = beckon.user("room");
        topic = "room:" + room;
        for (int i = 0; i < LISTENERS; i++) {
            listeners.add(Listener.join(beckon.gateway(gateway), beckon.roomToken(beckon.user("listener" + i), room), topic));
        }
        sender = beckon.connectWith(gateway, beckon.roomToken(beckon.user("speaker"), room));
        sender.listen(topic, _ -> {}); // the sender receives its own messages, too; drop them instead of queueing them
        assertThat(sender.join(topic, Map.of()).isOk()).isTrue();
    }

    @Override
    void run() {
        Map<String, String> message = Map.of("text", "x".repeat(MESSAGE_BYTES - ENVELOPE_BYTES - topic.length()));
        while (!isStopped()) {
            long next = System.nanoTime() + PACE.toNanos();
            assertThat(sender.push(topic, "new_msg", message).isOk()).isTrue();
            count(SENT);
            pause(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
        }
    }

    /** Every listener is still connected and has received every message. */
    void assertHeardByAll() {
        assertThat(sender.closed()).isNotDone();
        assertThat(listeners).extracting(Listener::ended).containsOnly("");
        assertThat(listeners).extracting(Listener::received).allMatch(received -> received == counted(SENT));
    }

    @Override
    public void close() {
        listeners.forEach(Listener::close);
    }
}
