package dev.beckon.notification;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Checks that each package uses only the packages that its {@code package-info} allows. */
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
                .whereLayer("ingest").mayNotBeAccessedByAnyLayer()
                .whereLayer("inbox").mayOnlyBeAccessedByLayers("ingest")
                .whereLayer("push").mayOnlyBeAccessedByLayers("ingest", "inbox")
                .check(SERVICE);
    }

    @Test
    void only_the_inbox_speaks_with_PostgreSQL_and_only_push_with_Redis() {
        ArchRuleDefinition.noClasses().that().resideOutsideOfPackage("..notification.inbox..")
                .should().dependOnClassesThat().resideInAnyPackage("io.vertx.mutiny.sqlclient..", "io.quarkus.hibernate..",
                        "org.hibernate.annotations..", "jakarta.persistence..")
                .check(SERVICE);
        ArchRuleDefinition.noClasses().that().resideOutsideOfPackage("..notification.push..")
                .should().dependOnClassesThat().resideInAnyPackage("io.vertx.redis..", "io.vertx.mutiny.redis..",
                        "dev.beckon.redis.masters..")
                .check(SERVICE);
    }
}
