package dev.beckon.localstack;

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

    static final String ROOT = "dev.beckon.localstack";
    static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void packages_use_one_another_only_downwards() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("commands").definedBy(ROOT + ".commands")
                .layer("stack").definedBy(ROOT)
                .layer("servers").definedBy(ROOT + ".servers")
                .layer("services").definedBy(ROOT + ".services")
                .layer("state").definedBy(ROOT + ".state")
                .layer("tokens").definedBy(ROOT + ".tokens")
                .layer("deadletters").definedBy(ROOT + ".deadletters")
                .layer("processes").definedBy(ROOT + ".processes")
                .ensureAllClassesAreContainedInArchitecture()
                .whereLayer("commands").mayNotBeAccessedByAnyLayer()
                .whereLayer("stack").mayOnlyBeAccessedByLayers("commands")
                .whereLayer("servers").mayOnlyBeAccessedByLayers("stack", "commands")
                .whereLayer("services").mayOnlyBeAccessedByLayers("stack", "commands")
                .whereLayer("state").mayOnlyBeAccessedByLayers("stack", "commands")
                .whereLayer("tokens").mayOnlyBeAccessedByLayers("stack", "commands")
                .whereLayer("deadletters").mayOnlyBeAccessedByLayers("commands")
                .check(CLASSES);
    }

    @Test
    void services_are_processes_not_code() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage(
                        "dev.beckon.gateway..", "dev.beckon.mention..", "dev.beckon.notification..", "io.quarkus..")
                .check(CLASSES);
    }
}
