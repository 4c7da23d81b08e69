package dev.beckon.channels;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Keeps the arrows between the packages: each may use those before it in protocol, pubsub, blocks, the API, socket, transport;
 * presence stands beside socket. All packages may use the API's own types.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchitectureTest {

    static final JavaClasses CHANNELS = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("dev.beckon.channels");

    @Test
    void every_class_is_read() {
        assertThat(CHANNELS.contain("dev.beckon.channels.internal.protocol.V2JsonSerializer")).isTrue();
        assertThat(CHANNELS.contain("dev.beckon.channels.internal.transport.WebSocketTransport")).isTrue();
    }

    @Test
    void packages_use_only_those_below_them() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("protocol").definedBy("..internal.protocol..")
                .layer("pubsub").definedBy("..internal.pubsub..")
                .layer("blocks").definedBy("..internal.blocks..")
                .layer("api").definedBy("dev.beckon.channels")
                .layer("presence").definedBy("..internal.presence..")
                .layer("socket").definedBy("..internal.socket..")
                .layer("transport").definedBy("..internal.transport..", "..internal.longpoll..", "..internal.eventstream..")
                .whereLayer("transport").mayNotBeAccessedByAnyLayer()
                .whereLayer("presence").mayNotBeAccessedByAnyLayer()
                .whereLayer("socket").mayOnlyBeAccessedByLayers("api", "transport")
                .whereLayer("blocks").mayOnlyBeAccessedByLayers("api", "socket", "transport")
                .whereLayer("pubsub").mayOnlyBeAccessedByLayers("blocks", "api", "presence", "socket", "transport")
                .check(CHANNELS);
    }

    /** In the package of the API, only {@link Node} and its meters look at sockets. */
    @Test
    void the_API_does_not_depend_on_sockets() {
        noClasses().that().resideInAPackage("dev.beckon.channels")
                .and().doNotBelongToAnyOf(Node.class, ChannelsMeters.class)
                .should().dependOnClassesThat().resideInAnyPackage("..internal.socket..")
                .check(CHANNELS);
    }

    @Test
    void the_API_is_small() {
        assertThat(CHANNELS.stream().filter(type -> type.getPackageName().equals("dev.beckon.channels"))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && !type.isNestedClass()))
                .hasSizeLessThanOrEqualTo(26);
    }

    @Test
    void the_protocol_is_pure() {
        noClasses().that().resideInAPackage("..internal.protocol..")
                .should().dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "io.vertx..", "io.netty..", "io.smallrye..", "org.jboss..")
                .check(CHANNELS);
    }

    @Test
    void what_presence_is_made_of_is_pure() {
        classes().that().haveNameMatching(".*\\.presence\\.(Entry|Replica|ReplicaEntries|ChangeLog|PresenceState|Diff|Gossip|Peer|"
                + "GossipProtocol)(\\$.*)?")
                .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "org.jspecify..", "..internal.presence..")
                .check(CHANNELS);
    }

    @Test
    void only_the_transport_knows_WebSockets_and_Netty() {
        noClasses().that().resideOutsideOfPackage("..internal.transport..")
                .should().dependOnClassesThat().resideInAnyPackage("io.quarkus.websockets..", "io.netty..")
                .check(CHANNELS);
    }

    /** An application may run without Micrometer on its class path. */
    @Test
    void only_ChannelsMeters_depends_on_Micrometer() {
        noClasses().that().doNotBelongToAnyOf(ChannelsMeters.class)
                .should().dependOnClassesThat().resideInAnyPackage("io.micrometer..")
                .check(CHANNELS);
    }

    @Test
    void nothing_of_ours_outside_this_module_is_used() {
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("dev.beckon.contracts..", "dev.beckon.gateway..", "dev.beckon.mention..",
                        "dev.beckon.notification..")
                .check(CHANNELS);
    }
}
