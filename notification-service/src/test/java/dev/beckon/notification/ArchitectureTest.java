package dev.beckon.notification;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Keeps true what each package says it may use. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchitectureTest {

    static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("dev.beckon.notification");

    @Test
    void packages_use_only_what_they_say() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("ingest").definedBy("..notification.ingest..")
                .layer("inbox").definedBy("..notification.inbox..")
                .layer("push").definedBy("..notification.push..")
                .layer("problems").definedBy("..notification.problems..")
                .layer("json").definedBy("..notification.json..")
                .whereLayer("ingest").mayNotBeAccessedByAnyLayer()
                .whereLayer("inbox").mayOnlyBeAccessedByLayers("ingest")
                .whereLayer("push").mayOnlyBeAccessedByLayers("ingest", "inbox")
                .whereLayer("problems").mayOnlyBeAccessedByLayers("inbox")
                .whereLayer("json").mayOnlyBeAccessedByLayers("ingest", "inbox")
                .check(SERVICE);
    }

    @Test
    void untrusted_JSON_is_read_without_a_framework() {
        ArchRuleDefinition.noClasses().that().resideInAPackage("..notification.json..")
                .should().dependOnClassesThat().resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..", "io.vertx..")
                .check(SERVICE);
    }

    @Test
    void only_the_inbox_speaks_with_PostgreSQL_and_only_push_with_Redis() {
        ArchRuleDefinition.noClasses().that().resideOutsideOfPackage("..notification.inbox..")
                .should().dependOnClassesThat().resideInAnyPackage("io.vertx.mutiny.sqlclient..", "io.quarkus.hibernate..",
                        "org.hibernate.annotations..", "jakarta.persistence..")
                .check(SERVICE);
        ArchRuleDefinition.noClasses().that().resideOutsideOfPackage("..notification.push..")
                .should().dependOnClassesThat().resideInAnyPackage("io.vertx.mutiny.redis..")
                .check(SERVICE);
    }
}
