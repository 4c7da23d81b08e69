package dev.beckon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.conformance.scenario.OlderJavaPhoenixClient;
import dev.beckon.conformance.transcript.Transcript;
import dev.beckon.conformance.transcript.TranscriptReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The table of clients in docs/clients.md lists exactly the clients that run here. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ClientsTableTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern TABLE = Pattern.compile("^## The clients\\n.*?^\\| --- .*?\\n(.*?)\\n\\n", Pattern.MULTILINE
            | Pattern.DOTALL);
    private static final Pattern VERSION = Pattern.compile("\\d+(?:\\.\\d+)+");
    private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+IT)(?:\\.(\\w+))?`");
    private static final Pattern NAMED_TRANSCRIPT = Pattern.compile("`(clients/[^`]+)`");
    private static final Pattern JAVA_CLIENT_IN_POM = Pattern.compile("java-phoenix-client\\.version>([\\d.]+)<");

    final List<Row> rows = rows();

    record Row(String library, String version, String run) {}

    @Test
    void it_names_the_versions_of_phoenix_js_that_run() throws IOException {
        List<String> run = new ObjectMapper().readTree(Files.readString(Path.of("clients/package.json"))).path("devDependencies")
                .properties().stream()
                .filter(dependency -> dependency.getKey().matches("phoenix\\d+"))
                .map(dependency -> dependency.getValue().asText().replace("npm:phoenix@", ""))
                .toList();

        assertThat(versions(row -> row.library().contains("npm `phoenix`"))).hasSize(7).containsExactlyInAnyOrderElementsOf(run);
    }

    @Test
    void it_names_the_versions_of_JavaPhoenixClient_that_run() throws IOException {
        List<String> run = JAVA_CLIENT_IN_POM.matcher(Files.readString(Path.of("pom.xml"))).results().map(match -> match.group(1)).toList();

        assertThat(run).hasSize(2).contains(OlderJavaPhoenixClient.VERSION);
        assertThat(versions(row -> row.run().contains("java_phoenix_client"))).containsExactlyInAnyOrderElementsOf(run);
    }

    @Test
    void each_transcript_of_a_client_is_in_the_row_of_its_library_and_version() {
        List<Transcript> transcripts = TranscriptReader.readAll().stream()
                .filter(transcript -> transcript.name().startsWith("clients/"))
                .toList();

        assertThat(rows.stream().flatMap(row -> named(NAMED_TRANSCRIPT, row).stream()))
                .containsExactlyInAnyOrderElementsOf(transcripts.stream().map(Transcript::name).toList());
        assertThat(transcripts).allSatisfy(transcript -> assertThat(rows)
                .filteredOn(row -> named(NAMED_TRANSCRIPT, row).contains(transcript.name())).singleElement()
                .satisfies(row -> assertThat(transcript.origins()).allSatisfy(origin -> {
                    String[] project = origin.project().split(" ");
                    assertThat(row.library()).contains("https://github.com/" + project[0] + ")");
                    assertThat(row.version().split(" ")).contains(project[1]);
                })));
    }

    @Test
    void each_test_that_it_names_exists() throws IOException {
        for (Row row : rows) {
            Matcher test = NAMED_TEST.matcher(row.run());
            while (test.find()) {
                assertThat(source(test.group(1))).as(test.group()).contains(test.group(2) == null ? "class " : " " + test.group(2) + "(");
            }
        }
        assertThat(rows).hasSizeGreaterThan(10).allSatisfy(row -> assertThat(named(NAMED_TEST, row).size() + named(NAMED_TRANSCRIPT, row)
                .size()).isPositive());
    }

    @Test
    void the_front_page_promises_what_the_table_says() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("(docs/clients.md#the-clients)").doesNotContain(
                "Any Phoenix client");
    }

    private static List<Row> rows() {
        try {
            Matcher table = TABLE.matcher(Files.readString(ROOT.resolve("docs/clients.md")));
            assertThat(table.find()).isTrue();
            return table.group(1).lines().map(line -> line.split(" ?\\| ?")).map(row -> new Row(row[1], row[2], row[3])).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> versions(Predicate<Row> which) {
        return rows.stream().filter(which)
                .flatMap(row -> VERSION.matcher(row.version()).results().map(MatchResult::group))
                .toList();
    }

    /** The source of a test of this module, or of system-tests. */
    private static String source(String test) throws IOException {
        for (String folder : List.of("conformance/src/test/java/dev/beckon/conformance",
                "system-tests/src/test/java/dev/beckon/systemtests")) {
            Path file = ROOT.resolve(folder).resolve(test + ".java");
            if (Files.exists(file)) {
                return Files.readString(file);
            }
        }
        throw new AssertionError("no such test: " + test);
    }

    private static List<String> named(Pattern what, Row row) {
        return what.matcher(row.run()).results().map(match -> match.group(1)).toList();
    }
}
