package dev.beckon.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.beckon.channels.socket.Sockets;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Keeps the arrows of the package comments true. */
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
    void what_is_inside_the_channels_library_stays_there() {
        noClasses().should().dependOnClassesThat(
                        resideInAnyPackage("dev.beckon.channels.socket..", "dev.beckon.channels.transport..")
                                .and(not(type(Sockets.class)))) // which says how the node is
                .check(GATEWAY);
    }
}
