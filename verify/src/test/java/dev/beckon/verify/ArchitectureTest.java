package dev.beckon.verify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Checks the rules of use that the packages' own comments state. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchitectureTest {

    static final String ROOT = "dev.beckon.verify";
    static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void packages_use_one_another_only_downwards() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("run").definedBy(ROOT)
                .layer("report").definedBy(ROOT + ".report")
                .layer("check").definedBy(ROOT + ".check")
                .layer("faults").definedBy(ROOT + ".faults")
                .layer("load").definedBy(ROOT + ".load")
                .layer("stack").definedBy(ROOT + ".stack")
                .layer("storm").definedBy(ROOT + ".storm")
                .layer("history").definedBy(ROOT + ".history")
                .ensureAllClassesAreContainedInArchitecture()
                .whereLayer("run").mayNotBeAccessedByAnyLayer()
                .whereLayer("report").mayOnlyBeAccessedByLayers("run")
                .whereLayer("check").mayOnlyBeAccessedByLayers("run", "report")
                .whereLayer("faults").mayOnlyBeAccessedByLayers("run")
                .whereLayer("load").mayOnlyBeAccessedByLayers("run")
                .whereLayer("storm").mayOnlyBeAccessedByLayers("run")
                .whereLayer("stack").mayOnlyBeAccessedByLayers("run", "faults", "storm")
                .whereLayer("history").mayOnlyBeAccessedByLayers("run", "report", "check", "faults", "load")
                .check(CLASSES);
    }

    @Test
    void the_checker_does_no_input_or_output() {
        noClasses().that().resideInAPackage(ROOT + ".check")
                .should().dependOnClassesThat().resideInAnyPackage("java.io..", "java.net..", "java.nio..", "java.sql..",
                        "java.util.concurrent..", "org.apache.kafka..", "dev.beckon.localstack..", "dev.beckon.testservers..")
                .check(CLASSES);
    }

    @Test
    void load_knows_addresses_only() {
        noClasses().that().resideInAPackage(ROOT + ".load")
                .should().dependOnClassesThat().resideInAnyPackage("dev.beckon.localstack..", "dev.beckon.testservers..")
                .check(CLASSES);
    }

    @Test
    void no_code_of_a_service_is_used() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("dev.beckon.gateway..", "dev.beckon.channels..",
                "dev.beckon.mention..", "dev.beckon.notification..", "io.quarkus..")
                .check(CLASSES);
    }
}
