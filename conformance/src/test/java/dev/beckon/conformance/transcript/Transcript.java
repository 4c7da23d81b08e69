package dev.beckon.conformance.transcript;

import java.util.List;
import java.util.Set;

/**
 * A transcript as its file says it.
 *
 * @param name of the file, with its folder
 * @param transports over which it can be said at all
 * @param lab which of the laboratories it needs
 * @param presence whether presence is told in it; else it is not looked at
 */
public record Transcript(
        String name, Set<Transport> transports, Set<Version> versions, String lab, boolean presence, List<Numbered> steps) {

    public Transcript {
        transports = Set.copyOf(transports);
        versions = Set.copyOf(versions);
        steps = List.copyOf(steps);
    }

    /** A step and where it stands. */
    record Numbered(int line, String text, Step step) {}

    public List<Combination> combinations() {
        return transports.stream()
                .sorted()
                .flatMap(transport -> versions.stream().sorted().map(version -> new Combination(transport, version)))
                .toList();
    }
}
