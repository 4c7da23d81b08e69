package dev.beckon.conformance.presence;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.conformance.transcript.Venue;
import dev.beckon.testclients.wire.WebSocketConnection;
import dev.beckon.testclients.wire.WireMessage;
import dev.beckon.testclients.wire.WireMessage.Close;
import dev.beckon.testclients.wire.WireMessage.Text;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Devices of some users that join a room, leave it, lose their network and change their presence metadata, at random. */
public final class Crowd implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String topic;
    private final Random random;
    private final List<Device> devices = new ArrayList<>();

    /** @param nodes where the devices connect, in turn */
    public Crowd(List<Venue> nodes, String topic, int users, int devicesOfEach, Random random) {
        this.topic = topic;
        this.random = random;
        for (int i = 0; i < users * devicesOfEach; i++) {
            devices.add(new Device("user-" + i % users, nodes.get(i % nodes.size())));
        }
    }

    /** One join or leave, and sometimes a change of a device's presence metadata. */
    public void step() throws IOException, InterruptedException {
        Device device = devices.get(random.nextInt(devices.size()));
        if (!device.joined) {
            device.join();
            return;
        }
        while (random.nextInt(4) == 0) {
            device.ask("presence_update", "{\"mood\":\"%d\"}".formatted(random.nextInt(1_000)));
        }
        if (random.nextInt(4) == 0) {
            device.cut();
        } else {
            device.leave();
        }
    }

    /** The number of present devices of each user. */
    public Map<String, Integer> joined() {
        Map<String, Integer> joined = new TreeMap<>();
        devices.stream().filter(device -> device.joined).forEach(device -> joined.merge(device.user, 1, Integer::sum));
        return joined;
    }

    @Override
    public void close() {
        devices.forEach(Device::cut);
    }

    private final class Device {

        private final String user;
        private final Venue node;
        private @Nullable WebSocketConnection connection;
        private boolean joined;
        private int ref;

        Device(String user, Venue node) {
            this.user = user;
            this.node = node;
        }

        void join() throws IOException, InterruptedException {
            if (connection == null) {
                connection = WebSocketConnection.open(node.address(),
                        "/socket/websocket?vsn=2.0.0&token=" + node.credential("token", user), List.of());
            }
            ask("phx_join", "{}");
            joined = true;
        }

        void leave() throws IOException, InterruptedException {
            ask("phx_leave", "{}");
            joined = false;
        }

        void cut() {
            if (connection != null) {
                connection.cut();
                connection = null;
            }
            joined = false;
        }

        /** Waits for the reply; an update of presence has none, but a later message has. */
        void ask(String event, String payload) throws IOException, InterruptedException {
            String asked = Integer.toString(++ref);
            connection.send(List.of(new Text("[null,\"%s\",\"%s\",\"%s\",%s]".formatted(asked, topic, event, payload))));
            if (event.equals("presence_update")) {
                return;
            }
            WireMessage next = connection.next(PATIENCE);
            while (!isAnswer(next, asked)) {
                if (next == null || next instanceof Close) {
                    throw new AssertionError("%s of %s was not answered but by %s".formatted(event, user, next));
                }
                next = connection.next(PATIENCE);
            }
        }

        private boolean isAnswer(@Nullable WireMessage message, String asked) throws IOException {
            return message instanceof Text(var text) && text.contains("\"phx_reply\"")
                    && JSON.readTree(text).path(1).asText().equals(asked);
        }
    }
}
