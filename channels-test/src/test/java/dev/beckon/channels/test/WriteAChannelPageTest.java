package dev.beckon.channels.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The code on the documentation page is built and tested. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WriteAChannelPageTest {

    static final Path PAGE = Path.of("../docs/write-a-channel.md");
    static final Path EXAMPLE = Path.of("../examples/standalone");
    static final Pattern BLOCK = Pattern.compile("```(java|xml|properties)\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_page_quotes_the_example() throws IOException {
        List<String> sources = sources();
        List<String> blocks = BLOCK.matcher(Files.readString(PAGE)).results().map(WriteAChannelPageTest::code).toList();

        assertThat(blocks).hasSize(6).allSatisfy(block -> assertThat(sources).as(block).anyMatch(source -> source.contains(block)));
    }

    private static String code(MatchResult block) {
        return block.group(2);
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLE.resolve("src"))) {
            return Stream.concat(files.filter(Files::isRegularFile), Stream.of(EXAMPLE.resolve("pom.xml")))
                    .map(WriteAChannelPageTest::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
