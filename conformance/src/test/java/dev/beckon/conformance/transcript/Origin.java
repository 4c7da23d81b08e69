package dev.beckon.conformance.transcript;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The source of a transcript's rule, for a reader to look up.
 *
 * @param kind {@code Phoenix}, {@code Client} or {@code Source}
 * @param project the source's project, with its version; or the whole text if it has no file, such as an RFC
 * @param place file, line and function, or a test's name in quotes; empty if the source has no file
 */
public record Origin(String kind, String project, String place) {

    private static final String PLACE = "([\\w./-]+\\.[a-z]+:[1-9]\\d* (?:[\\w.]+[?!]?|\"[^\"]+\"))(?:, .+)?";
    private static final Map<String, Pattern> KINDS = Map.of(
            "Phoenix", Pattern.compile("(v\\d+\\.\\d+\\.\\d+) " + PLACE),
            "Client", Pattern.compile("([\\w.-]+/[\\w.-]+ [\\w.-]+) " + PLACE),
            "Source", Pattern.compile("(?:([\\w.-]+/[\\w.-]+ [\\w.-]+) " + PLACE + "|((?:RFC \\d+ §|none: ).+))"));

    static Set<String> kinds() {
        return KINDS.keySet();
    }

    /** @return empty if a required part is missing */
    static Optional<Origin> parse(String kind, String text) {
        Matcher origin = KINDS.get(kind).matcher(text);
        if (!origin.matches()) {
            return Optional.empty();
        }
        return Optional.of(origin.group(1) == null
                ? new Origin(kind, origin.group(3), "")
                : new Origin(kind, origin.group(1), origin.group(2)));
    }
}
