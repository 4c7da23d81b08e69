package dev.beckon.testclients;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Enforces the "may use" arrows of the packages' comments. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchitectureTest {

    static final String ROOT = "dev.beckon.testclients";
    static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void no_code_of_what_is_tested_is_used() {
        classes().should().onlyDependOnClassesThat().resideOutsideOfPackages("dev.beckon.channels..", "dev.beckon.gateway..",
                "dev.beckon.mention..", "dev.beckon.notification..", "dev.beckon.testservers..", "io.quarkus..", "io.vertx..", "io.netty..")
                .check(CLASSES);
    }

    @Test
    void bytes_on_the_wire_know_nothing_of_Beckon() {
        noClasses().that().resideInAPackage(ROOT + ".wire")
                .should().dependOnClassesThat().resideInAnyPackage(ROOT + ".view", ROOT + ".swarm", "dev.beckon.contracts..")
                .check(CLASSES);
    }

    @Test
    void a_view_does_no_input_or_output() {
        noClasses().that().resideInAPackage(ROOT + ".view")
                .should().dependOnClassesThat().resideInAnyPackage("java.io..", "java.net..", "java.nio..", "java.util.concurrent..",
                        "org.apache.kafka..")
                .check(CLASSES);
    }
}
