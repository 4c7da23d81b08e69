package dev.beckon.localstack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Checks that each package uses only the packages that its package-info allows. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchitectureTest {

    static final String ROOT = "dev.beckon.localstack";
    static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void packages_use_one_another_only_downwards() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("stack").definedBy(ROOT)
                .layer("services").definedBy(ROOT + ".services")
                .layer("state").definedBy(ROOT + ".state")
                .ensureAllClassesAreContainedInArchitecture()
                .whereLayer("stack").mayNotBeAccessedByAnyLayer()
                .whereLayer("services").mayOnlyBeAccessedByLayers("stack")
                .whereLayer("state").mayOnlyBeAccessedByLayers("stack")
                .check(CLASSES);
    }

    @Test
    void services_are_processes_not_code() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage(
                "dev.beckon.gateway..", "dev.beckon.mention..", "dev.beckon.notification..", "io.quarkus..")
                .check(CLASSES);
    }
}
