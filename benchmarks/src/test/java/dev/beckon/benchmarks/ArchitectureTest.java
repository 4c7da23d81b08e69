package dev.beckon.benchmarks;

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

    private static final String ROOT = "dev.beckon.benchmarks";
    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void packages_use_one_another_only_downwards() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("benchmarks").definedBy(ROOT)
                .layer("report").definedBy(ROOT + ".report")
                .layer("load").definedBy(ROOT + ".load")
                .layer("measure").definedBy(ROOT + ".measure")
                .layer("micro").definedBy(ROOT + ".micro..")
                .ensureAllClassesAreContainedInArchitecture()
                .whereLayer("benchmarks").mayNotBeAccessedByAnyLayer()
                .whereLayer("report").mayOnlyBeAccessedByLayers("benchmarks")
                .whereLayer("load").mayOnlyBeAccessedByLayers("benchmarks")
                .whereLayer("micro").mayOnlyBeAccessedByLayers("benchmarks")
                .whereLayer("measure").mayOnlyBeAccessedByLayers("benchmarks", "report")
                .check(CLASSES);
    }

    @Test
    void no_code_of_a_service_is_used() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("dev.beckon.gateway..", "dev.beckon.mention..",
                "dev.beckon.notification..", "io.quarkus..")
                .check(CLASSES);
    }
}
