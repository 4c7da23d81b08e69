package dev.beckon.channels.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.channel.Endpoint;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.PhoenixClient;
import dev.beckon.channels.lab.RawConnection;
import dev.beckon.channels.lab.Waiting;
import dev.beckon.channels.socket.Sockets;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@QuarkusTest
@TestProfile(SlowClientTest.Limits.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SlowClientTest {

    /** An idle timeout that would close the client as well stays out of the way. */
    public static final class Limits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("channels.socket.close-timeout", "100ms", "channels.socket.idle-timeout", "10m");
        }
    }

    private static final int BROADCASTS = 300;
    private static final String BODY = "ö".repeat(20_000);

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Endpoint endpoint;

    @Inject
    Sockets sockets;

    @Test
    void a_client_that_reads_nothing_is_cut_off_while_the_others_get_everything() {
        PhoenixClient reader = clients.connect().joined("room:1");
        RawConnection stuck = clients.raw("?vsn=2.0.0").upgraded();
        stuck.text("[\"1\",\"1\",\"room:1\",\"phx_join\",{}]");
        Waiting.until(() -> sockets.count() == 2);

        for (int n = 0; n < BROADCASTS; n++) {
            endpoint.broadcast("room:1", "news", Map.of("n", n, "body", BODY));
            assertThat(reader.expectBroadcast("room:1", "news").get("n").asInt()).isEqualTo(n);
        }

        Waiting.until(() -> sockets.count() == 1);
        assertThat(stuck.readToTheEnd().length).as("bytes before the cut").isLessThan(BROADCASTS * BODY.length() * 2);
        reader.expectReply(reader.push("room:1", "echo", "{}"), "ok");
    }
}
