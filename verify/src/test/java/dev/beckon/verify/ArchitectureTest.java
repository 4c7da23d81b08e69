package dev.beckon.verify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Keeps what the packages' own comments say they may use. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchitectureTest {

    static final String ROOT = "dev.beckon.verify";
    static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void packages_use_one_another_only_downwards() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("run").definedBy(ROOT)
                .layer("report").definedBy(ROOT + ".report")
                .layer("check").definedBy(ROOT + ".check")
                .layer("faults").definedBy(ROOT + ".faults")
                .layer("load").definedBy(ROOT + ".load")
                .layer("stack").definedBy(ROOT + ".stack")
                .layer("network").definedBy(ROOT + ".network")
                .layer("storm").definedBy(ROOT + ".storm")
                .layer("swarm").definedBy(ROOT + ".swarm")
                .layer("clients").definedBy(ROOT + ".clients")
                .layer("view").definedBy(ROOT + ".view")
                .layer("history").definedBy(ROOT + ".history")
                .layer("wire").definedBy(ROOT + ".wire")
                .ensureAllClassesAreContainedInArchitecture()
                .whereLayer("run").mayNotBeAccessedByAnyLayer()
                .whereLayer("report").mayOnlyBeAccessedByLayers("run")
                .whereLayer("check").mayOnlyBeAccessedByLayers("run", "report")
                .whereLayer("faults").mayOnlyBeAccessedByLayers("run")
                .whereLayer("load").mayOnlyBeAccessedByLayers("run")
                .whereLayer("storm").mayOnlyBeAccessedByLayers("run")
                .whereLayer("swarm").mayOnlyBeAccessedByLayers("storm")
                .whereLayer("stack").mayOnlyBeAccessedByLayers("run", "faults", "storm")
                .whereLayer("network").mayOnlyBeAccessedByLayers("stack", "faults")
                .whereLayer("clients").mayOnlyBeAccessedByLayers("run", "faults", "load", "storm", "swarm")
                .whereLayer("view").mayOnlyBeAccessedByLayers("run", "check", "clients", "load", "swarm")
                .whereLayer("history").mayOnlyBeAccessedByLayers("run", "report", "check", "faults", "load")
                .check(CLASSES);
    }

    @Test
    void the_checker_does_no_input_or_output() {
        noClasses().that().resideInAnyPackage(ROOT + ".check", ROOT + ".view")
                .should().dependOnClassesThat().resideInAnyPackage("java.io..", "java.net..", "java.nio..", "java.sql..",
                        "java.util.concurrent..", "org.apache.kafka..", "dev.beckon.localstack..")
                .check(CLASSES);
    }

    @Test
    void clients_know_addresses_only() {
        noClasses().that().resideInAnyPackage(ROOT + ".clients", ROOT + ".load", ROOT + ".swarm")
                .should().dependOnClassesThat().resideInAPackage("dev.beckon.localstack..")
                .check(CLASSES);
    }

    @Test
    void no_code_of_a_service_is_used() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("dev.beckon.gateway..", "dev.beckon.channels..",
                        "dev.beckon.mention..", "dev.beckon.notification..", "io.quarkus..")
                .check(CLASSES);
    }
}
