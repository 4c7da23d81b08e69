package dev.beckon.conformance;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.beckon.testservers.Await;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Keeps these tests independent of the code that they test. */
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
                .should().dependOnClassesThat(resideInAPackage("dev.beckon.testservers..").and(not(type(Await.class))))
                .check(CLASSES);
    }
}
