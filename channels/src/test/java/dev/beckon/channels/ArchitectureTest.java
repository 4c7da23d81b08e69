package dev.beckon.channels;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Keeps the arrows between the packages: protocol, pubsub, channel, socket, transport; each may use those before it.
 * Presence stands beside socket and transport.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchitectureTest {

    static final JavaClasses CHANNELS = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("dev.beckon.channels");

    @Test
    void every_class_is_read() {
        assertThat(CHANNELS.contain("dev.beckon.channels.protocol.V2JsonSerializer")).isTrue();
        assertThat(CHANNELS.contain("dev.beckon.channels.transport.WebSocketTransport")).isTrue();
    }

    @Test
    void packages_use_only_those_below_them() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("protocol").definedBy("..channels.protocol..")
                .layer("pubsub").definedBy("..channels.pubsub..")
                .layer("blocks").definedBy("..channels.blocks..")
                .layer("channel").definedBy("..channels.channel..")
                .layer("presence").definedBy("..channels.presence..")
                .layer("socket").definedBy("..channels.socket..")
                .layer("transport").definedBy("..channels.transport..")
                .layer("metrics").definedBy("..channels.metrics..")
                .whereLayer("metrics").mayNotBeAccessedByAnyLayer()
                .whereLayer("transport").mayNotBeAccessedByAnyLayer()
                .whereLayer("presence").mayOnlyBeAccessedByLayers("metrics")
                .whereLayer("socket").mayOnlyBeAccessedByLayers("transport", "metrics")
                .whereLayer("channel").mayOnlyBeAccessedByLayers("presence", "socket", "transport")
                .whereLayer("blocks").mayOnlyBeAccessedByLayers("channel", "socket", "transport")
                .whereLayer("pubsub").mayOnlyBeAccessedByLayers(
                        "blocks", "channel", "presence", "socket", "transport", "metrics")
                .whereLayer("protocol").mayOnlyBeAccessedByLayers("pubsub", "blocks", "channel", "presence", "socket", "transport")
                .check(CHANNELS);
    }

    @Test
    void the_protocol_is_pure() {
        noClasses().that().resideInAPackage("..channels.protocol..")
                .should().dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "io.vertx..", "io.netty..", "io.smallrye..", "org.jboss..")
                .check(CHANNELS);
    }

    @Test
    void what_presence_is_made_of_is_pure() {
        classes().that().haveNameMatching(".*\\.presence\\.(Entry|Replica|ReplicaEntries|ChangeLog|PresenceState|Diff|Gossip|Peer|"
                        + "GossipProtocol)(\\$.*)?")
                .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "org.jspecify..", "..channels.presence..")
                .check(CHANNELS);
    }

    @Test
    void only_the_transport_knows_WebSockets_and_Netty() {
        noClasses().that().resideOutsideOfPackage("..channels.transport..")
                .should().dependOnClassesThat().resideInAnyPackage("io.quarkus.websockets..", "io.netty..")
                .check(CHANNELS);
    }

    /** Applications without it must find nothing of it on their way. */
    @Test
    void only_metrics_knows_Micrometer() {
        noClasses().that().resideOutsideOfPackage("..channels.metrics..")
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
