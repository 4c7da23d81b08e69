package dev.beckon.testservers;

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

    static final String ROOT = "dev.beckon.testservers";
    static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void processes_and_tokens_use_nothing_else_of_this_module() {
        noClasses().that().resideInAnyPackage(ROOT + ".processes")
                .should().dependOnClassesThat().resideInAnyPackage(ROOT, ROOT + ".tokens").check(CLASSES);
        noClasses().that().resideInAnyPackage(ROOT + ".tokens")
                .should().dependOnClassesThat().resideInAnyPackage(ROOT, ROOT + ".processes").check(CLASSES);
    }

    @Test
    void no_other_module_is_used() {
        noClasses().should().dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe("of another module",
                type -> type.getPackageName().startsWith("dev.beckon.") && !type.getPackageName().startsWith(ROOT)))
                .check(CLASSES);
    }
}
