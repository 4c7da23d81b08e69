package dev.beckon.mention;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Checks that each package uses only the packages that its {@code package-info} allows. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchitectureTest {

    static final String SERVICE = "dev.beckon.mention";
    static final JavaClasses MENTION = new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(SERVICE);

    @Test
    void only_publish_and_route_know_kafka() {
        noClasses().that().resideOutsideOfPackages(SERVICE + ".publish", SERVICE + ".route")
                .should().dependOnClassesThat().resideInAnyPackage("org.apache.kafka..", "io.smallrye.reactive.messaging..")
                .check(MENTION);
    }

    @Test
    void publish_and_route_do_not_depend_on_the_call() {
        noClasses().that().resideInAnyPackage(SERVICE + ".publish", SERVICE + ".route")
                .should().dependOnClassesThat().resideInAPackage(SERVICE).check(MENTION);
    }

    @Test
    void no_other_service_and_no_test_server_is_used() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage(
                "dev.beckon.channels..", "dev.beckon.gateway..", "dev.beckon.notification..", "dev.beckon.testservers..")
                .check(MENTION);
    }

    @Test
    void packages_do_not_depend_on_one_another_in_a_circle() {
        SlicesRuleDefinition.slices().matching(SERVICE + ".(*)..").should().beFreeOfCycles().check(MENTION);
    }

    /** A native executable contains the values of static fields, and its build refuses a generator of random numbers there. */
    @Test
    void nothing_random_is_made_while_the_service_is_built() {
        noClasses().should().dependOnClassesThat()
                .haveNameMatching("java\\.(util|security)\\.(Secure|Splittable)?Random|com\\.fasterxml\\.uuid\\.NoArgGenerator"
                        + "|com\\.fasterxml\\.uuid\\.impl\\..*(Time|Random).*")
                .check(MENTION);
    }
}
