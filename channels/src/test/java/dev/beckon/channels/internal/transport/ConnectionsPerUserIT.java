package dev.beckon.channels.internal.transport;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.PhoenixClient;
import dev.beckon.channels.lab.RawConnection.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConnectionsPerUserIT {

    /** Value in the tests' configuration. */
    private static final int LIMIT = 50;

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Sockets sockets;

    @Test
    void a_user_has_as_many_connections_as_the_limit_and_is_refused_one_more_until_one_ends() {
        PhoenixClient first = clients.connect("&user=ada");
        for (int n = 1; n < LIMIT; n++) {
            assertThat(clients.raw("?vsn=2.0.0&user=ada").answer().status()).isEqualTo(101);
        }
        soon().until(() -> sockets.count() == LIMIT);

        Answer refused = clients.raw("?vsn=2.0.0&user=ada").answer();

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).isEmpty();
        assertThat(clients.raw("?vsn=2.0.0&user=bob").answer().status()).isEqualTo(101);
        first.close();
        soon().until(() -> sockets.count() == LIMIT);
        assertThat(clients.raw("?vsn=2.0.0&user=ada").answer().status()).isEqualTo(101);
    }
}
