package dev.beckon.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Counts tests in Surefire's reports and in the output of Node's test runner. */
final class TestReports {

    /** Node prints one line for each outcome: {@code #} in its TAP format, {@code ℹ} in its readable one. */
    private static final Pattern NODE = Pattern.compile("^(?:#|ℹ) (tests|fail|cancelled|skipped|todo) (\\d+)$", Pattern.MULTILINE);

    /** Integration test classes and their nested classes: only these are retried. */
    private static final Pattern RETRIED = Pattern.compile(".*IT(\\$.*)?");

    private final SortedSet<String> passedLater = new TreeSet<>();
    private int total;
    private int failed;
    private int skipped;

    /**
     * Counts each test by its own element: the totals at the head of a report cover only the last attempt.
     *
     * @param reports {@code TEST-*.xml}
     */
    void addSurefire(List<Path> reports) {
        for (Path report : reports) {
            try {
                NodeList tests = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(report.toFile())
                        .getElementsByTagName("testcase");
                List<Element> cases = IntStream.range(0, tests.getLength()).mapToObj(i -> (Element) tests.item(i)).toList();
                cases.forEach(test -> add(test, cases));
            } catch (IOException | ParserConfigurationException | SAXException e) {
                System.err.printf("The report %s cannot be read, which counts as a failed test: %s%n", report, e);
                total++;
                failed++;
            }
        }
    }

    private void add(Element test, List<Element> ofSameReport) {
        String name = test.getAttribute("name");
        String type = test.getAttribute("classname");
        if (isPreparation(test) && RETRIED.matcher(type).matches() && !has(test, "rerunFailure", "rerunError")
                && ofSameReport.stream().anyMatch(other -> passed(other) && isOf(type, other))) {
            passedLater.add(type);
            return;
        }
        total++;
        if (fails(test)) {
            failed++;
        } else if (has(test, "skipped")) {
            skipped++;
        } else if (has(test, "flakyFailure", "flakyError")) {
            passedLater.add(type + "." + name);
        }
    }

    /** Surefire reports a failed {@code @BeforeAll} or extension as a test without a name, and keeps it when a retry passes. */
    private static boolean isPreparation(Element test) {
        return fails(test) && test.getAttribute("name").isEmpty();
    }

    private static boolean isOf(String type, Element test) {
        String other = test.getAttribute("classname");
        return other.equals(type) || other.startsWith(type + "$");
    }

    private static boolean passed(Element test) {
        return !fails(test) && !has(test, "skipped");
    }

    private static boolean fails(Element test) {
        return has(test, "failure", "error");
    }

    private static boolean has(Element test, String... children) {
        return List.of(children).stream().anyMatch(child -> test.getElementsByTagName(child).getLength() > 0);
    }

    /** @param log the output of {@code node --test} */
    void addNode(Path log) {
        try {
            Matcher lines = NODE.matcher(Files.exists(log) ? Files.readString(log) : "");
            while (lines.find()) {
                int count = Integer.parseInt(lines.group(2));
                switch (lines.group(1)) {
                    case "tests" -> total += count;
                    case "fail", "cancelled" -> failed += count;
                    default -> skipped += count;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean allPassed() {
        return total > 0 && failed == 0;
    }

    int total() {
        return total;
    }

    /** Names of tests that failed and then passed in a retry. */
    SortedSet<String> passedLater() {
        return passedLater;
    }

    /** The last line of {@code ./beckon test}. */
    String sum() {
        return "%d passed, %d failed, %d skipped".formatted(total - failed - skipped, failed, skipped);
    }
}
