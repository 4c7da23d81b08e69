package dev.beckon.conformance.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A laboratory's log, entry by entry. */
public record LabLog(Path file) {

    private static final Pattern BEGIN = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d.*", Pattern.DOTALL);
    private static final Pattern FAILURE = Pattern.compile("Exception|Error\\b|\n\tat |LEAK");

    /** Failures that clients cause on purpose: the events crash and no_such_event, payloads that are no objects. */
    private static final Pattern ASKED_FOR = Pattern.compile(
            "(join of|the channel on) .* failed; [^\n]*: (java.lang.IllegalStateException: a client asked"
                    + "|java.lang.IllegalArgumentException: the payload of|dev.beckon.channels.UnhandledEventException)");

    /** Entries with a failure that no test has caused on purpose. */
    public List<String> failures() {
        return entries().stream()
                .filter(entry -> FAILURE.matcher(entry).find() && !ASKED_FOR.matcher(entry).find())
                .toList();
    }

    /** The whole log. */
    public String text() {
        return String.join("\n", entries());
    }

    private List<String> entries() {
        List<String> entries = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (entries.isEmpty() || BEGIN.matcher(line).matches()) {
                    entries.add(line);
                } else {
                    entries.add(entries.removeLast() + "\n" + line);
                }
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
