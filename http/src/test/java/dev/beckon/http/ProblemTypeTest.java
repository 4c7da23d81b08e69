package dev.beckon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProblemTypeTest {

    private static final Pattern SECTION = Pattern.compile("\n## ([a-z-]+)\n\n\\*\\*([0-9]{3})\\.\\*\\*");

    @Test
    void every_type_is_a_section_of_the_page_on_problems_with_its_status() throws IOException {
        List<String> sections = SECTION.matcher(Files.readString(Path.of("../docs/problems.md"))).results()
                .map(section -> section.group(1) + " " + section.group(2)).toList();

        assertThat(sections).containsExactlyInAnyOrderElementsOf(
                Stream.of(ProblemType.values()).map(type -> type.anchor() + " " + type.status()).toList());
    }

    @Test
    void the_URI_of_a_type_ends_in_the_heading_of_its_section() {
        assertThat(ProblemType.TOO_MANY_BODIES.problem("x").type()).hasToString("/problems/too-many-bodies");
    }
}
