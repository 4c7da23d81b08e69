package dev.beckon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.conformance.lab.Labs;
import dev.beckon.conformance.lab.RunningLabs;
import dev.beckon.conformance.scenario.JavaPhoenixClient;
import dev.beckon.conformance.scenario.RawClient;
import dev.beckon.conformance.transcript.TranscriptReader;
import dev.beckon.conformance.transcript.Venue;
import dev.beckon.conformance.wire.HttpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** All of it again on two nodes behind a proxy that gives each TCP connection, and so each poll, to the other one. */
@ExtendWith(RunningLabs.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Execution(ExecutionMode.CONCURRENT)
class TwoNodesIT {

    static final String LONGPOLL = "/socket/longpoll?vsn=2.0.0&token=";

    final Labs labs;

    TwoNodesIT(Labs labs) {
        this.labs = labs;
    }

    /** When a node tells its members of others' members is its own affair: presence is left to the scenarios. */
    @TestFactory
    Stream<DynamicTest> transcripts() {
        return TranscriptReader.readAll().stream()
                .filter(transcript -> transcript.lab().equals("usual") && !transcript.presence())
                .flatMap(transcript -> TranscriptsIT.replays(transcript, labs.twoNodes()));
    }

    @TestFactory
    Stream<DynamicTest> phoenix_js_1_8() {
        return ScenariosIT.scenarios(ScenariosIT.phoenixJs("phoenix18", labs, labs.twoNodes()));
    }

    @TestFactory
    Stream<DynamicTest> phoenix_js_1_7() {
        return ScenariosIT.scenarios(ScenariosIT.phoenixJs("phoenix17", labs, labs.twoNodes()));
    }

    @TestFactory
    Stream<DynamicTest> java_phoenix_client() {
        return ScenariosIT.scenarios(JavaPhoenixClient.play(labs.twoNodes()));
    }

    @TestFactory
    Stream<DynamicTest> raw_sockets() {
        return ScenariosIT.scenarios(RawClient.play(labs.twoNodes()));
    }

    /** Past the proxy, so that there is no doubt which node is asked. */
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

    /** Else the others would show nothing. */
    @Test
    void each_connection_is_given_to_the_other_node() throws IOException {
        List<Long> before = labs.proxy().taken();

        for (int request = 0; request < 10; request++) {
            HttpRequest.get("/lab").send(labs.twoNodes().address());
        }

        List<Long> after = labs.proxy().taken();
        assertThat(after.getFirst()).isGreaterThanOrEqualTo(before.getFirst() + 5);
        assertThat(after.getLast()).isGreaterThanOrEqualTo(before.getLast() + 5);
    }
}
