package dev.beckon.gateway.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProblemTypeTest {

    @ParameterizedTest
    @EnumSource
    void every_type_is_a_section_of_the_page_on_problems(ProblemType type) throws IOException {
        String name = type.problem("").type().getPath().substring("/problems/".length());

        assertThat(Files.readAllLines(Path.of("../docs/problems.md"))).contains("## " + name);
    }
}
