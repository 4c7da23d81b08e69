package dev.beckon.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Keeps these tests outside of what they test. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchitectureTest {

    static final JavaClasses CLASSES = new ClassFileImporter().importPackages("dev.beckon.conformance");

    @Test
    void no_code_of_what_is_tested_is_used() {
        classes().that().resideInAPackage("dev.beckon.conformance..")
                .should().onlyDependOnClassesThat().resideOutsideOfPackages("dev.beckon.channels..", "dev.beckon.examples..",
                        "dev.beckon.gateway..", "io.quarkus..", "io.vertx..", "io.netty..")
                .check(CLASSES);
    }

    @Test
    void only_the_lab_knows_how_the_laboratory_is_started() {
        noClasses().that().resideOutsideOfPackage("..conformance.lab..")
                .should().dependOnClassesThat().resideInAPackage("dev.beckon.localstack..")
                .check(CLASSES);
    }

    @Test
    void bytes_know_nothing_of_who_says_them() {
        noClasses().that().resideInAPackage("..conformance.wire..")
                .should().dependOnClassesThat().resideInAnyPackage("..conformance.transcript..", "..conformance.lab..",
                        "..conformance.scenario..", "..conformance.fuzz..")
                .check(CLASSES);
    }
}
