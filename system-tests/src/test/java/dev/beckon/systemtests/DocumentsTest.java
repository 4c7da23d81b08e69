package dev.beckon.systemtests;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the documents' quotations, links, commands and named tests against the files. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DocumentsTest {

    private static final Path ROOT = Path.of("..");
    private static final List<String> NOT_OURS = List.of("node_modules", "target", ".git", ".beckon");

    /** A fenced block with a file name after its language. */
    private static final Pattern QUOTE = Pattern.compile("^```\\w+ (\\S+/\\S+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`|`([\\w-]+\\.test\\.js)`: `([^`]+)`");
    private static final Pattern COMMANDS = Pattern.compile("^ *```(?:sh|bash|shell|console|sql)\\b(.*)\\n[^`]*", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]+)(?:#[^)\\s]*)?\\)");

    @Test
    void a_quotation_equals_its_file() throws IOException {
        List<String> quoted = new ArrayList<>();
        for (Path document : documents()) {
            Matcher quotes = QUOTE.matcher(Files.readString(document));
            while (quotes.find()) {
                assertThat(quotes.group(2)).as("%s quotes %s", document, quotes.group(1))
                        .isEqualTo(Files.readString(ROOT.resolve(quotes.group(1))));
                quoted.add(quotes.group(1));
            }
        }
        assertThat(quoted).contains("examples/emitters/post-mention.sh", "examples/clients/inbox.mjs");
    }

    @Test
    void every_link_leads_to_a_file() throws IOException {
        for (Path document : documents()) {
            List<String> dead = LINK.matcher(Files.readString(document)).results().map(MatchResult::group)
                    .map(link -> link.substring(2, link.length() - 1).replaceFirst("#.*", ""))
                    .filter(target -> !target.isEmpty() && !target.matches("[a-z]+:.*"))
                    .filter(target -> !Files.exists(document.getParent().resolve(target)))
                    .toList();
            assertThat(dead).as("dead links of %s", document).isEmpty();
        }
    }

    /** A block of commands names the file or the test that runs it, or the reason why none does. */
    @Test
    void every_command_is_run_by_a_test_or_says_that_it_is_not() throws IOException {
        Set<String> tests = files("Test.java", "IT.java").stream()
                .map(file -> file.getFileName().toString().replace(".java", "")).collect(toSet());
        for (Path document : documents()) {
            for (MatchResult block : COMMANDS.matcher(Files.readString(document)).results().toList()) {
                String says = block.group(1).strip();
                assertThat(says).as("neither a file, a test nor a reason for the block of %s:%n%s", document, block.group()).satisfiesAnyOf(
                        _ -> assertThat(says).matches("not-run: .{10,}"),
                        _ -> assertThat(ROOT.resolve(says)).isRegularFile(),
                        _ -> assertThat(tests).containsAll(List.of(says.replaceFirst("^run-by: ", "").split(", "))));
            }
        }
    }

    @Test
    void the_computed_table_of_scaling_follows_from_its_inputs() throws IOException, InterruptedException {
        Process check = new ProcessBuilder("node", "../docs/scaling.mjs", "--check").redirectErrorStream(true).start();
        String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(check.waitFor()).as(output).isZero();
    }

    /** The checklist writes {@code `Class`}, {@code `Class.method`}, or {@code `file.test.js`: `name`}. */
    @ParameterizedTest
    @CsvSource({"docs/security/checklist.md, 40", "docs/seeds.md, 48"})
    void every_test_that_a_checklist_names_exists(String document, int fewest) throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (Path source : files("Test.java", "IT.java", ".test.js")) {
            sources.merge(source.getFileName().toString(), Files.readString(source), String::concat); // modules share test names
        }
        List<MatchResult> tests = NAMED_TEST.matcher(Files.readString(ROOT.resolve(document))).results().toList();

        assertThat(tests).hasSizeGreaterThan(fewest);
        assertThat(tests).allSatisfy(test -> {
            String script = test.group(3);
            String source = sources.getOrDefault(script == null ? test.group(1) + ".java" : script, "");
            String name = script == null ? test.group(2) : test.group(4);
            assertThat(source).as(test.group()).isNotEmpty().contains(name == null ? "" : script == null ? " " + name + "(" : name);
        });
    }

    @Test
    void every_behaviour_of_the_seeds_names_its_test() throws IOException {
        List<String> rows = Files.readAllLines(ROOT.resolve("docs/seeds.md")).stream().filter(line -> line.matches("\\| 00.*")).toList();

        assertThat(rows).hasSizeGreaterThan(45).allMatch(row -> NAMED_TEST.matcher(row).find());
    }

    private static List<Path> documents() throws IOException {
        return files(".md");
    }

    private static List<Path> files(String... endings) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NOT_OURS.contains(folder.getFileName().toString()) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (Stream.of(endings).anyMatch(file.toString()::endsWith)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}
