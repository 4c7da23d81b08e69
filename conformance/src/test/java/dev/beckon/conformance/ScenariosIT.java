package dev.beckon.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.beckon.conformance.lab.Labs;
import dev.beckon.conformance.lab.RunningLabs;
import dev.beckon.conformance.scenario.JavaPhoenixClient;
import dev.beckon.conformance.scenario.NodeClient;
import dev.beckon.conformance.scenario.OlderJavaPhoenixClient;
import dev.beckon.conformance.scenario.Playbill;
import dev.beckon.conformance.scenario.RawClient;
import dev.beckon.conformance.transcript.Transport;
import dev.beckon.conformance.transcript.Venue;
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

/** Runs the same scenarios with each client; the README lists the scenarios that a client cannot express. */
@ExtendWith(RunningLabs.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Execution(ExecutionMode.CONCURRENT)
class ScenariosIT {

    final Labs labs;

    ScenariosIT(Labs labs) {
        this.labs = labs;
    }

    @TestFactory
    Stream<DynamicContainer> every_phoenix_js_over_WebSocket() {
        return phoenixJs(Transport.WEBSOCKET, labs, labs.venue("usual"));
    }

    @TestFactory
    Stream<DynamicContainer> every_phoenix_js_over_long_polling() {
        return phoenixJs(Transport.LONGPOLL, labs, labs.venue("usual"));
    }

    @TestFactory
    Stream<DynamicTest> java_phoenix_client() {
        return scenarios(JavaPhoenixClient.play(labs.venue("usual")));
    }

    @TestFactory
    Stream<DynamicTest> java_phoenix_client_1_1_4() {
        return scenarios(OlderJavaPhoenixClient.play(labs.venue("usual")));
    }

    @TestFactory
    Stream<DynamicTest> raw_sockets() {
        return scenarios(RawClient.play(labs.venue("usual")));
    }

    @Test
    void the_JavaScript_says_the_truth_about_its_types() {
        NodeClient.checkTypes();
    }

    static Stream<DynamicContainer> phoenixJs(Transport transport, Labs labs, Venue venue) {
        return NodeClient.VERSIONS.stream().map(version -> dynamicContainer(
                version, scenarios(new NodeClient(version, transport, labs.privateKey()).play(venue))));
    }

    static Stream<DynamicTest> scenarios(Playbill bill) {
        Stream<DynamicTest> played = bill.scenarios().entrySet().stream()
                .map(scenario -> dynamicTest(scenario.getKey(), scenario.getValue()));
        return Stream.concat(played, Stream.of(dynamicTest("nothing is left out", () -> assertThat(
                Stream.concat(bill.scenarios().keySet().stream(), bill.inexpressible().keySet().stream()))
                .containsExactlyInAnyOrderElementsOf(Playbill.names()))));
    }
}
