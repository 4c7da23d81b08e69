package dev.beckon.channels.internal.transport;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.Endpoint;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.PhoenixClient;
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
@TestProfile(IdleIT.ShortTimeout.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class IdleIT {

    /**
     * The timeout is long enough for a busy machine to send in time, short enough for a test to wait for. This test alone sends
     * messages in both directions through the public API of WebSockets Next.
     */
    public static final class ShortTimeout implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("channels.socket.idle-timeout", "2s", "channels.socket.message-burst", "1000000",
                    "beckon.netty.fast", "false");
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

        for (int timeouts = 0; timeouts < 2; timeouts++) {
            PhoenixClient silent = clients.connect().joined("room:1");
            soon().until(() -> {
                endpoint.broadcast("room:1", "news", Map.of());
                beating.expectNothing(); // sends a heartbeat
                pinging.ping();
                return silent.isClosed();
            });
            assertThat(silent.expectClosed()).isEqualTo(1001);
        }

        pinging.expectNothing();
    }
}
