package dev.beckon.conformance;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.beckon.conformance.lab.Labs;
import dev.beckon.conformance.lab.RunningLabs;
import dev.beckon.conformance.transcript.Replay;
import dev.beckon.conformance.transcript.Transcript;
import dev.beckon.conformance.transcript.TranscriptReader;
import dev.beckon.conformance.transcript.Venue;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every rule of the protocol, in every way in which it can be said. */
@ExtendWith(RunningLabs.class)
@Execution(ExecutionMode.CONCURRENT)
class TranscriptsIT {

    final Labs labs;

    TranscriptsIT(Labs labs) {
        this.labs = labs;
    }

    @TestFactory
    Stream<DynamicTest> on_one_node() {
        return TranscriptReader.readAll().stream().flatMap(transcript -> replays(transcript, labs.venue(transcript.lab())));
    }

    static Stream<DynamicTest> replays(Transcript transcript, Venue venue) {
        return transcript.combinations().stream().map(combination -> dynamicTest(
                transcript.name() + ", " + combination, () -> new Replay(transcript, combination, venue).run()));
    }
}
