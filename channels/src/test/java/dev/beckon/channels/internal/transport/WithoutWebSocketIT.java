package dev.beckon.channels.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.lab.Clients;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@QuarkusTest
@TestProfile(WithoutWebSocketIT.LongPollingOnly.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WithoutWebSocketIT {

    public static final class LongPollingOnly implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("channels.transport.websocket", "false");
        }
    }

    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void WebSockets_are_not_found_and_long_polling_works() {
        assertThat(clients.raw("?vsn=2.0.0").answer().status()).isEqualTo(404);
        clients.longPoll().opened().joined("room:1");
    }
}
