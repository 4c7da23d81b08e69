package dev.beckon.channels.internal.presence;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.Presence;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.Lab;
import dev.beckon.channels.lab.PhoenixClient;
import dev.beckon.channels.lab.Recorder;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Data that an application adds to presences; see {@link FetchingPresence}. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PresenceFetchIT {

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    @Identifier("fetching")
    Presence presence;

    @Inject
    Lab lab;

    @Test
    void states_diffs_and_lists_have_what_fetch_adds() {
        PhoenixClient observer = clients.connect().joined("fetched:1");
        observer.expectPush("fetched:1", "presence_state");

        clients.connect().joined("fetched:1", "{'key':'ada','meta':{'n':1}}");

        JsonNode joined = observer.expectBroadcast("fetched:1", "presence_diff").at("/joins/ada");
        assertThat(joined.get("name").asText()).isEqualTo("ADA");
        assertThat(joined.at("/metas/0/n").asInt()).isEqualTo(1);
        assertThat(joined.at("/metas/0/phx_ref").asText()).isNotEmpty();
        observer.push("fetched:1", "state", "{}");
        assertThat(observer.expectPush("fetched:1", "presence_state").get("ada")).isEqualTo(joined);
        assertThat(presence.list("fetched:1").await().atMost(Duration.ofSeconds(20)).get("ada")).isEqualTo(joined);
        assertThat(presence.getByKey("fetched:1", "ada").await().atMost(Duration.ofSeconds(20))).contains(
                (com.fasterxml.jackson.databind.node.ObjectNode) joined);
        assertThat(presence.getByKey("fetched:1", "bob").await().atMost(Duration.ofSeconds(20))).isEmpty();
    }

    @Test
    void while_fetch_takes_its_time_changes_wait_and_are_then_fetched_in_one_batch_in_order() {
        PhoenixClient observer = clients.connect().joined("fetched:slow");
        observer.expectPush("fetched:slow", "presence_state"); // the topic has no presences, so there is nothing to fetch
        PhoenixClient ada = clients.connect().joined("fetched:slow", "{'key':'ada'}");
        soon().until(() -> lab.calls().contains("fetch fetched:slow [ada]"));
        PhoenixClient bob = clients.connect().joined("fetched:slow", "{'key':'bob'}");
        clients.connect().joined("fetched:slow", "{'key':'eve'}");
        ada.leave("fetched:slow");
        soon().until(() -> tracked() == 2);
        observer.expectNothing();

        lab.open("fetch");

        assertThat(observer.expectBroadcast("fetched:slow", "presence_diff").at("/joins/ada/name").asText()).isEqualTo("ADA");
        JsonNode second = observer.expectBroadcast("fetched:slow", "presence_diff");
        assertThat(second.at("/joins/bob/name").asText()).isEqualTo("BOB");
        assertThat(second.at("/joins/eve/name").asText()).isEqualTo("EVE");
        assertThat(second.at("/leaves/ada/name").asText()).isEqualTo("ADA");
        soon().until(() -> bob.nextFrame().contains("\"presence_state\",{\"bob\":"));
    }

    @Test
    void if_fetch_fails_members_receive_the_presences_without_it() {
        try (Recorder recorder = new Recorder("dev.beckon.channels.internal.presence")) {
            PhoenixClient ada = clients.connect().joined("fetched:broken", "{'key':'ada'}");

            soon().until(() -> ada.nextFrame().contains("\"presence_state\",{\"ada\":{\"metas\":[{\"phx_ref\":"));
            assertThat(recorder.lines()).isNotEmpty().allMatch(line -> line.contains("without what it adds"));
        }
    }

    /** The number of tracked presences, counted without a fetch. */
    private int tracked() {
        return presence.keys("fetched:slow").await().atMost(Duration.ofSeconds(20)).size();
    }
}
