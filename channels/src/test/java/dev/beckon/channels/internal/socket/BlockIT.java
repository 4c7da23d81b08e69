package dev.beckon.channels.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.Endpoint;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.PhoenixClient;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user stays blocked until the block is lifted. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BlockIT {

    private static final String ADA = "users_socket:ada";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Endpoint endpoint;

    @AfterEach
    void lift() {
        endpoint.unblock(ADA).await().atMost(PATIENCE);
    }

    @Test
    void all_sockets_of_a_blocked_id_are_closed_and_none_is_let_in_until_that_is_lifted() {
        PhoenixClient phone = clients.connect("&user=ada");
        PhoenixClient laptop = clients.connect("&user=ada");
        PhoenixClient bob = clients.connect("&user=bob");

        endpoint.block(ADA).await().atMost(PATIENCE);

        assertThat(clients.raw("?vsn=2.0.0&user=ada").answer().status()).isEqualTo(403);
        assertThat(phone.expectClosed()).isEqualTo(1001);
        assertThat(laptop.expectClosed()).isEqualTo(1001);
        bob.expectNothing();
        assertThat(clients.raw("?vsn=2.0.0&user=bob").answer().status()).isEqualTo(101);
        assertThat(endpoint.blocked()).containsExactly(ADA);

        endpoint.unblock(ADA).await().atMost(PATIENCE);

        clients.connect("&user=ada").joined("room:1");
        assertThat(endpoint.blocked()).isEmpty();
    }
}
