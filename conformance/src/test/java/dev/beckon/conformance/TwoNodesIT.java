package dev.beckon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.conformance.lab.Labs;
import dev.beckon.conformance.lab.RunningLabs;
import dev.beckon.conformance.scenario.JavaPhoenixClient;
import dev.beckon.conformance.scenario.OlderJavaPhoenixClient;
import dev.beckon.conformance.scenario.RawClient;
import dev.beckon.conformance.transcript.TranscriptReader;
import dev.beckon.conformance.transcript.Transport;
import dev.beckon.conformance.transcript.Venue;
import dev.beckon.testclients.wire.HttpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs transcripts and scenarios on two nodes behind a proxy that gives each TCP connection, and so each poll, to the other node. */
@ExtendWith(RunningLabs.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Execution(ExecutionMode.CONCURRENT)
class TwoNodesIT {

    static final String LONGPOLL = "/socket/longpoll?vsn=2.0.0&token=";

    final Labs labs;

    TwoNodesIT(Labs labs) {
        this.labs = labs;
    }

    /** Leaves presence to the scenarios: the protocol does not fix when a node sends the presences of another node's members. */
    @TestFactory
    Stream<DynamicTest> transcripts() {
        return TranscriptReader.readAll().stream()
                .filter(transcript -> transcript.lab().equals("usual") && !transcript.presence())
                .flatMap(transcript -> TranscriptsIT.replays(transcript, labs.twoNodes()));
    }

    @TestFactory
    Stream<DynamicContainer> every_phoenix_js_over_WebSocket() {
        return ScenariosIT.phoenixJs(Transport.WEBSOCKET, labs, labs.twoNodes());
    }

    @TestFactory
    Stream<DynamicContainer> every_phoenix_js_over_long_polling() {
        return ScenariosIT.phoenixJs(Transport.LONGPOLL, labs, labs.twoNodes());
    }

    @TestFactory
    Stream<DynamicTest> java_phoenix_client() {
        return ScenariosIT.scenarios(JavaPhoenixClient.play(labs.twoNodes()));
    }

    @TestFactory
    Stream<DynamicTest> java_phoenix_client_1_1_4() {
        return ScenariosIT.scenarios(OlderJavaPhoenixClient.play(labs.twoNodes()));
    }

    @TestFactory
    Stream<DynamicTest> raw_sockets() {
        return ScenariosIT.scenarios(RawClient.play(labs.twoNodes()));
    }

    /** Bypasses the proxy, so that the test chooses the node. */
    @Test
    void a_session_of_one_node_is_polled_and_posted_to_at_the_other() throws IOException {
        String user = LONGPOLL + labs.token("alice");
        JsonNode opened = ask(labs.node(0), HttpRequest.get(user));
        String session = user + "&token=" + opened.path("token").asText();

        JsonNode posted = ask(labs.node(1), new HttpRequest("POST", session, List.of(),
                "[null,\"1\",\"phoenix\",\"heartbeat\",{}]".getBytes(StandardCharsets.UTF_8)));
        JsonNode polled = ask(labs.node(1), HttpRequest.get(session));

        assertThat(opened.path("status").asInt()).isEqualTo(410);
        assertThat(posted.path("status").asInt()).isEqualTo(200);
        assertThat(polled.path("status").asInt()).isEqualTo(200);
        assertThat(polled.path("messages").path(0).asText())
                .isEqualTo("[null,\"1\",\"phoenix\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
    }

    private static JsonNode ask(Venue node, HttpRequest request) throws IOException {
        return new ObjectMapper().readTree(request.send(node.address()).body());
    }

    /** Without this the other tests would prove nothing. */
    @Test
    void each_connection_is_given_to_the_other_node() throws IOException {
        List<Long> before = labs.taken();

        for (int request = 0; request < 10; request++) {
            HttpRequest.get("/lab").send(labs.twoNodes().address());
        }

        List<Long> after = labs.taken();
        assertThat(after.getFirst()).isGreaterThanOrEqualTo(before.getFirst() + 5);
        assertThat(after.getLast()).isGreaterThanOrEqualTo(before.getLast() + 5);
    }
}
