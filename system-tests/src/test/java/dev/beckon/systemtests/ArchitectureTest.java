package dev.beckon.systemtests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.beckon.systemtests.stack.Beckon;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Keeps these tests independent of the code that they test. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchitectureTest {

    static final JavaClasses CLASSES = new ClassFileImporter().importPackages("dev.beckon.systemtests");

    @Test
    void expectations_know_what_clients_see_only() {
        noClasses().that().resideInAPackage("..systemtests.expect..")
                .should().dependOnClassesThat().resideInAnyPackage("dev.beckon.localstack..", "..systemtests.stack..",
                        "..systemtests.faults..")
                .check(CLASSES);
    }

    @Test
    void only_the_stack_knows_how_beckon_is_started() {
        noClasses().that().resideOutsideOfPackage("..systemtests.stack..")
                .should().dependOnClassesThat().resideInAPackage("dev.beckon.localstack..")
                .check(CLASSES);
    }

    @Test
    void no_code_of_a_service_is_used() {
        classes().that().resideInAPackage("dev.beckon.systemtests..")
                .should().onlyDependOnClassesThat().resideOutsideOfPackages("dev.beckon.gateway..", "dev.beckon.channels..",
                        "dev.beckon.mention..", "dev.beckon.notification..")
                .check(CLASSES);
    }

    @Test
    void the_JavaScript_says_the_truth_about_its_types() {
        Beckon.CLIENTS.installIfOld();
        Beckon.CLIENTS.run(Map.of(), List.of("npm", "run", "--silent", "check"));
    }
}
