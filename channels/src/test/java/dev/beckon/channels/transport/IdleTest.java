package dev.beckon.channels.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.channel.Endpoint;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.PhoenixClient;
import dev.beckon.channels.lab.Waiting;
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
@TestProfile(IdleTest.ShortTimeout.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class IdleTest {

    /**
     * Long enough for a busy machine to send in time, short enough to wait for. And messages go through the public API of
     * WebSockets Next both ways, as they do in no other test.
     */
    public static final class ShortTimeout implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("channels.socket.idle-timeout", "600ms", "channels.socket.message-burst", "1000000",
                    "channels.transport.direct", "false");
        }
    }

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Endpoint endpoint;

    @Test
    void a_client_from_which_nothing_comes_is_closed_whatever_the_server_sends_and_one_that_speaks_stays() {
        PhoenixClient beating = clients.connect();
        PhoenixClient pinging = clients.connect();

        for (int timeouts = 0; timeouts < 3; timeouts++) {
            PhoenixClient silent = clients.connect().joined("room:1");
            Waiting.until(() -> {
                endpoint.broadcast("room:1", "news", Map.of());
                beating.expectNothing(); // with a heartbeat
                pinging.ping();
                return silent.isClosed();
            });
            assertThat(silent.expectClosed()).isEqualTo(1001);
        }

        pinging.expectNothing();
    }
}
