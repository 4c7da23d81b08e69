package dev.beckon.channels.internal.transport;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.Endpoint;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.PhoenixClient;
import dev.beckon.channels.lab.RawConnection;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@QuarkusTest
@TestProfile(SlowClientIT.Limits.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SlowClientIT {

    /** Makes the idle timeout long, so that it does not close the client first. */
    public static final class Limits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("channels.socket.close-timeout", "100ms", "channels.socket.idle-timeout", "10m",
                    "channels.socket.max-pending-bytes", "128K", "channels.longpoll.max-body", "64K",
                    "quarkus.websockets-next.server.max-message-size", "65536",
                    "channels.socket.max-connections", Integer.toString(OTHERS + 1));
        }
    }

    private static final int OTHERS = 1_000;
    /** Enough to exceed the kernel's buffers on both sides, and the bound. */
    private static final int BROADCASTS = 60;
    private static final String BODY = "x".repeat(10_000);

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Endpoint endpoint;

    @Inject
    Sockets sockets;

    @Test
    void a_client_that_reads_nothing_is_cut_off_while_a_thousand_others_get_everything() {
        List<PhoenixClient> others = IntStream.range(0, OTHERS).mapToObj(_ -> clients.connect()).toList();
        others.forEach(other -> other.join("room:1", "{}"));
        others.forEach(other -> assertThat(other.nextFrame()).contains("\"ok\""));
        RawConnection stuck = clients.raw("?vsn=2.0.0").upgraded();
        stuck.text("[\"1\",\"1\",\"room:1\",\"phx_join\",{}]");
        soon().until(() -> sockets.count() == OTHERS + 1);
        assertThat(clients.raw("?vsn=2.0.0").answer().status()).as("the node is full").isEqualTo(403);

        for (int n = 0; n < BROADCASTS; n++) {
            String start = "[null,null,\"room:1\",\"news\",{\"n\":" + n + ",";
            endpoint.broadcast("room:1", "news", new RawJson("{\"n\":" + n + ",\"body\":\"" + BODY + "\"}"));
            others.forEach(other -> assertThat(other.nextFrame()).startsWith(start));
        }

        soon().until(() -> sockets.count() == OTHERS);
        assertThat(stuck.readToTheEnd().length).as("bytes before the cut").isLessThan(BROADCASTS * BODY.length());
        others.getFirst().expectReply(others.getFirst().push("room:1", "echo", "{}"), "ok");
        assertThat(clients.raw("?vsn=2.0.0").answer().status()).as("there is room again").isEqualTo(101);
    }
}
