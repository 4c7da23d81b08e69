package dev.beckon.systemtests.telemetry;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lines of a Prometheus scrape that are samples. */
record Scrape(List<String> samples) {

    static Scrape of(Stream<String> texts) {
        return new Scrape(texts.flatMap(String::lines).filter(line -> !line.startsWith("#")).toList());
    }

    /** Whether a sample matches {@code selector}: its name, or its name and labels. */
    boolean has(Selector selector) {
        return samples.stream().anyMatch(selector::matches);
    }

    /**
     * A metric as an expression names it.
     *
     * @param labels as {@code name="value"}; labels with other comparisons are left out
     */
    record Selector(String metric, List<String> labels) {

        private static final Pattern STRINGS_AND_RANGES = Pattern.compile("\\[[^]]*]|\\b(by|without|on|ignoring)\\s*\\([^)]*\\)");
        private static final Pattern SELECTOR = Pattern.compile("\\b([a-z]\\w*(?:_\\w+)+)\\b(?!\\s*\\()(?:\\{([^}]*)})?");
        private static final Pattern EQUALITY = Pattern.compile("\\w+=\"[^\"]*\"");

        /** All metrics that a PromQL expression selects. Our metrics have an underscore in their names, PromQL's words have none. */
        static List<Selector> of(String expression) {
            return SELECTOR.matcher(STRINGS_AND_RANGES.matcher(expression).replaceAll("")).results()
                    .map(found -> new Selector(found.group(1), labels(found.group(2))))
                    .toList();
        }

        private static List<String> labels(String matchers) {
            return matchers == null
                    ? List.of()
                    : EQUALITY.matcher(matchers).results().map(java.util.regex.MatchResult::group).collect(Collectors.toList());
        }

        boolean matches(String sample) {
            return (sample.startsWith(metric + "{") || sample.startsWith(metric + " "))
                    && labels.stream().allMatch(sample::contains);
        }
    }
}
