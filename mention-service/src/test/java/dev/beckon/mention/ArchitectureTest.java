package dev.beckon.mention;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Keeps the arrows that each {@code package-info} promises. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchitectureTest {

    static final String SERVICE = "dev.beckon.mention";
    static final JavaClasses MENTION =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(SERVICE);

    @Test
    void only_publish_knows_kafka() {
        noClasses().that().resideOutsideOfPackage(SERVICE + ".publish")
                .should().dependOnClassesThat().resideInAnyPackage("org.apache.kafka..", "io.smallrye.reactive.messaging..")
                .check(MENTION);
    }

    @Test
    void request_and_publish_know_nothing_of_each_other_or_of_the_call() {
        noClasses().that().resideInAPackage(SERVICE + ".request")
                .should().dependOnClassesThat().resideInAnyPackage(SERVICE, SERVICE + ".publish")
                .check(MENTION);
        noClasses().that().resideInAPackage(SERVICE + ".publish")
                .should().dependOnClassesThat().resideInAnyPackage(SERVICE, SERVICE + ".request")
                .check(MENTION);
    }

    @Test
    void problems_know_nothing_of_mentions() {
        noClasses().that().resideInAPackage(SERVICE + ".problems")
                .should().dependOnClassesThat().resideInAnyPackage(SERVICE, SERVICE + ".request", SERVICE + ".publish")
                .check(MENTION);
    }

    @Test
    void of_ours_only_the_contracts_are_used() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage(
                        "dev.beckon.channels..", "dev.beckon.gateway..", "dev.beckon.notification..", "dev.beckon.localstack..")
                .check(MENTION);
    }

    @Test
    void packages_do_not_depend_on_one_another_in_a_circle() {
        SlicesRuleDefinition.slices().matching(SERVICE + ".(*)..").should().beFreeOfCycles().check(MENTION);
    }

    /** What static fields hold is built into a native executable, and its build refuses a generator of random numbers. */
    @Test
    void nothing_random_is_made_while_the_service_is_built() {
        noClasses().should().dependOnClassesThat()
                .haveNameMatching("java\\.(util|security)\\.(Secure|Splittable)?Random|com\\.fasterxml\\.uuid\\.NoArgGenerator"
                        + "|com\\.fasterxml\\.uuid\\.impl\\..*(Time|Random).*")
                .check(MENTION);
    }
}
