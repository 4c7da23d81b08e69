package dev.beckon.channels.test;

import static dev.beckon.channels.EventResult.Status.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.internal.socket.Sockets;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InjectedIT {

    @Inject
    TestSockets test;

    @Inject
    Sockets sockets;

    @AfterEach
    void close() {
        test.close();
        assertThat(sockets.count()).isZero();
    }

    @Test
    void the_application_that_runs_is_the_one_under_test() {
        TestChannel room = test.connect(Map.of("user", "ada")).subscribeAndJoin("room:lobby");

        room.push("echo", Map.of("n", 1)).assertReply(OK, Map.of("n", 1));

        assertThat(sockets.count()).isEqualTo(1);
    }
}
