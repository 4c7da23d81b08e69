package dev.beckon.gateway;

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

    static final JavaClasses GATEWAY = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("dev.beckon.gateway");

    @Test
    void features_do_not_depend_on_one_another_in_a_circle() {
        SlicesRuleDefinition.slices().matching("dev.beckon.gateway.(*)..").should().beFreeOfCycles().check(GATEWAY);
    }

    @Test
    void rooms_presence_and_auth_know_nothing_of_inboxes() {
        noClasses().that().resideInAnyPackage(
                "..gateway.rooms..", "..gateway.presence..", "..gateway.auth..", "..gateway.demo..",
                "..gateway.admin..")
                .should().dependOnClassesThat().resideInAPackage("..gateway.notifications..")
                .check(GATEWAY);
    }

    @Test
    void only_the_API_of_channels_is_used() {
        noClasses().should().dependOnClassesThat().resideInAPackage("dev.beckon.channels.internal..").check(GATEWAY);
    }
}
