package dev.beckon.channels.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.Lab;
import dev.beckon.channels.lab.PhoenixClient;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TokenExpiryIT {

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Lab lab;

    @Test
    void a_socket_ends_when_its_token_does_not_before_and_no_other_does() {
        Instant before = Instant.now();
        PhoenixClient bob = clients.connect("&expires_in_millis=3600000");
        PhoenixClient ada = clients.connect("&expires_in_millis=500").joined("room:1");

        assertThat(ada.expectClosed()).isEqualTo(4003);

        assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        lab.expectTerminated("room:1", TerminateReason.CLOSED);
        bob.expectNothing();
    }

    @Test
    void a_token_that_has_expired_by_then_ends_the_socket_soon() {
        PhoenixClient ada = clients.connect("&expires_in_millis=-1");

        assertThat(ada.expectClosed()).isEqualTo(4003);
    }
}
