package dev.beckon.conformance;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.beckon.conformance.lab.Labs;
import dev.beckon.conformance.lab.RunningLabs;
import dev.beckon.conformance.transcript.Combination;
import dev.beckon.conformance.transcript.Transcript;
import dev.beckon.conformance.transcript.TranscriptReader;
import dev.beckon.conformance.transcript.TranscriptReplay;
import dev.beckon.conformance.transcript.Transport;
import dev.beckon.conformance.transcript.Venue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Replays every rule of the protocol over every transport and version that can express it. */
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

    /** All transcripts with {@code -Dbeckon.netty.fast=false}; always over WebSocket, where {@code beckon-netty} makes a difference. */
    @TestFactory
    Stream<DynamicTest> on_the_public_APIs_alone() {
        return TranscriptReader.readAll().stream().filter(transcript -> transcript.lab().equals("usual"))
                .flatMap(transcript -> replays(transcript, labs.venue("public-api"),
                        combination -> combination.transport() == Transport.WEBSOCKET));
    }

    static Stream<DynamicTest> replays(Transcript transcript, Venue venue) {
        return replays(transcript, venue, _ -> true);
    }

    private static Stream<DynamicTest> replays(Transcript transcript, Venue venue, Predicate<Combination> which) {
        return transcript.combinations().stream().filter(which).map(combination -> dynamicTest(
                transcript.name() + ", " + combination, () -> new TranscriptReplay(transcript, combination, venue).run()));
    }
}
