package dev.beckon.nativerules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.beckon.nativerules.samples.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Checks sample classes that break the rules on purpose. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NativeRulesTest {

    static final String SAMPLES = "dev.beckon.nativerules.samples";
    static final NativeRules RULES = NativeRules.of(new ClassFileImporter().importPackages(SAMPLES), SAMPLES);

    @Test
    void calls_of_Jackson_are_found_also_as_references_and_trees_are_left_out() {
        assertThat(RULES.jackson(Map.of())).hasSize(2)
                .anySatisfy(wrong -> assertThat(wrong).startsWith("Samples.Writer.write calls"))
                .anySatisfy(wrong -> assertThat(wrong).startsWith("Samples.Writer.later calls"));
    }

    @Test
    void a_known_call_that_writes_an_unregistered_type_is_wrong() {
        assertThat(RULES.jackson(Map.of("Samples.Writer.write", List.of(Samples.Forgotten.class.getName()), "Samples.Writer.later", List
                .of())))
                .containsExactly("Samples.Writer.write gives Jackson " + Samples.Forgotten.class.getName() + ", which is not registered");
    }

    @Test
    void a_known_place_that_no_longer_does_it_is_wrong() {
        assertThat(RULES.reflection(Map.of("Samples.Gone.name", "no reason any more")))
                .contains("Samples.Gone.name is known for what it does not do");
    }

    @Test
    void what_is_in_a_registered_type_is_found_unless_it_is_a_plain_enum() {
        assertThat(RULES.insides()).hasSize(2)
                .anySatisfy(wrong -> assertThat(wrong).contains("Samples$Forgotten"))
                .anySatisfy(wrong -> assertThat(wrong).contains("Samples$Named"));
    }

    @Test
    void a_type_with_an_annotation_of_Jackson_is_found() {
        assertThat(RULES.annotated()).singleElement().asString().contains("Samples$Named");
    }

    @Test
    void what_is_registered_by_a_name_that_is_gone_is_found() {
        assertThat(RULES.missing()).containsExactly("dev.beckon.nativerules.samples.Samples$Gone is registered and not there",
                "dev.beckon.nativerules.samples.Samples$Half.renamed is registered and not there");
    }

    @Test
    void a_type_that_is_registered_by_half_does_not_count_and_the_body_of_a_call_does() {
        assertThat(RULES.records(SAMPLES)).containsExactly(
                Samples.Forgotten.class.getName() + " is a record that is not registered",
                Samples.Half.class.getName() + " is a record that is not registered",
                Samples.Parameter.class.getName() + " is a record that is not registered");
    }

    @Test
    void reflection_is_found() {
        assertThat(RULES.reflection(Map.of())).hasSize(4)
                .anySatisfy(wrong -> assertThat(wrong).contains("forName"))
                .anySatisfy(wrong -> assertThat(wrong).contains("getDeclaredField"))
                .anySatisfy(wrong -> assertThat(wrong).contains("lookup"))
                .anySatisfy(wrong -> assertThat(wrong).contains("getResourceAsStream"));
    }

    @Test
    void what_is_made_while_the_executable_is_built_is_found_behind_a_method_too_but_not_what_waits_to_be_called() {
        assertThat(RULES.statics(Map.of())).hasSize(2)
                .anySatisfy(wrong -> assertThat(wrong).startsWith("Samples.Alive.make calls java.util.Random"))
                .anySatisfy(wrong -> assertThat(wrong).startsWith("Samples.Alive.SEEN holds java.util.Random"));
    }

    @Test
    void a_file_that_no_executable_has_in_it_is_found() {
        assertThat(RULES.resources(Map.of())).containsExactly("words.txt is a file that no executable has in it");
    }

    @Test
    void while_tests_run_unregistered_types_are_neither_written_nor_read_at_any_depth() {
        ObjectMapper json = new ObjectMapper().registerModule(
                UnregisteredTypes.module(Samples.Forgotten.class.getName()::equals));
        Samples.Forgotten forgotten = new Samples.Forgotten("a");

        for (Object value : List.of(forgotten, List.of(forgotten), Map.of("k", forgotten), new Samples.Outer(List.of(forgotten), null,
                null))) {
            assertThatThrownBy(() -> json.writeValueAsString(value)).isInstanceOf(AssertionError.class)
                    .hasMessageContaining("Samples$Forgotten");
        }
        assertThatThrownBy(() -> json.readValue("{\"name\":\"a\"}", Samples.Forgotten.class)).isInstanceOf(AssertionError.class);
    }
}
