package dev.beckon.conformance.transcript;

import java.util.List;
import java.util.Set;

/**
 * A transcript file.
 *
 * @param name of the file, with its folder
 * @param transports that can express it
 * @param lab the laboratory that it needs
 * @param presence whether it contains frames of presence; otherwise they are ignored
 * @param origins sources of its rules
 */
public record Transcript(
        String name, Set<Transport> transports, Set<Version> versions, String lab, boolean presence, List<Origin> origins,
        List<Numbered> steps) {

    public Transcript {
        transports = Set.copyOf(transports);
        versions = Set.copyOf(versions);
        origins = List.copyOf(origins);
        steps = List.copyOf(steps);
    }

    /** A step, with its line number and text. */
    record Numbered(int line, String text, Step step) {}

    public List<Combination> combinations() {
        return transports.stream()
                .sorted()
                .flatMap(transport -> versions.stream().sorted().map(version -> new Combination(transport, version)))
                .toList();
    }
}
