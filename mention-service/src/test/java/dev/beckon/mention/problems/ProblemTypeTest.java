package dev.beckon.mention.problems;

import static org.assertj.core.api.Assertions.assertThat;

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
    void every_type_is_a_section_of_the_document_with_its_status(ProblemType type) throws Exception {
        assertThat(Files.readString(Path.of("../docs/problems.md")))
                .contains("\n## " + type.anchor() + "\n\n" + type.status() + ". ");
    }

    @ParameterizedTest
    @EnumSource
    void every_type_is_a_link_by_its_anchor(ProblemType type) {
        assertThat(type.problem("x").type()).hasToString("/problems/" + type.anchor());
        assertThat(type.anchor()).matches("[a-z]+(-[a-z]+)*");
    }
}
