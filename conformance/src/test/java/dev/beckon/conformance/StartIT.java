package dev.beckon.conformance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.conformance.lab.Labs;
import dev.beckon.conformance.lab.RunningLabs;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node must not start with these configurations, because one client could then close all others. */
@ExtendWith(RunningLabs.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StartIT {

    final Labs labs;

    StartIT(Labs labs) {
        this.labs = labs;
    }

    @ParameterizedTest
    @CsvSource({"QUARKUS_WEBSOCKETS_NEXT_SERVER_MAX_MESSAGE_SIZE, 1048576, quarkus.websockets-next.server.max-message-size",
            "CHANNELS_LONGPOLL_MAX_BODY, 1M, channels.longpoll.max-body",
            "CHANNELS_SOCKET_MAX_PENDING_BYTES, 256K, quarkus.websockets-next.server.max-message-size"})
    void a_node_that_takes_messages_as_large_as_what_may_wait_for_a_client_does_not_start(String variable, String value, String key) {
        assertThatThrownBy(() -> labs.cluster("refused", 1, Map.of(variable, value)))
                .hasMessageContaining("did not start")
                .hasMessageContaining(key + " is ")
                .hasMessageContaining("has to be less than channels.socket.max-pending-bytes");
    }
}
