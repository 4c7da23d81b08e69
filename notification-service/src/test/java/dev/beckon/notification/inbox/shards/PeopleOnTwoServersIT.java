package dev.beckon.notification.inbox.shards;

import static dev.beckon.testservers.Await.within;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.TwoDatabases;
import dev.beckon.notification.TwoDatabases.Second;
import dev.beckon.notification.inbox.NotificationStore;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A person whose inbox is on one server, and whose texts are on both. */
@OnServers
@TestProfile(TwoDatabases.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PeopleOnTwoServersIT {

    private static final Duration RECOVERY = Duration.ofSeconds(60);

    @Inject
    NotificationStore store;

    final String person = TwoDatabases.userOfSecond();
    final String bob = TwoDatabases.userOfFirst();
    final String cleo = TwoDatabases.userOfSecond();

    @AfterEach
    void both_are_back() {
        Second.postgres.start();
        within(RECOVERY).untilAsserted(() -> assertThat(given().auth().oauth2(Api.token(cleo)).get("/inbox/{user}", cleo).statusCode())
                .isEqualTo(200));
    }

    @Test
    void is_erased_on_both_with_one_receipt_and_replays_bring_nothing_back() {
        MentionCreated received = Mentions.of(person, bob);
        MentionCreated like = Mentions.of(bob, cleo);
        MentionCreated written = new MentionCreated(UUID.randomUUID(), new Actor(person, "A person"), like.recipients(), like.source(),
                like.excerpt(), like.occurredAt());
        store.addNew(List.of(received, written)).await().indefinitely();
        assertThat(export().lines()).hasSize(1 + 1 + 2).last().asString().contains(written.id().toString());

        Response receipt = erase();

        assertThat(receipt.statusCode()).isEqualTo(200);
        assertThat(receipt.<Integer>path("notifications")).isEqualTo(1);
        assertThat(receipt.<Integer>path("mentions")).isEqualTo(2);
        store.addNew(List.of(received, written)).await().indefinitely();
        assertThat(new Api(bob).state().unread()).isEqualTo(1);
        assertThat(new Api(cleo).state().unread()).isZero();
        assertThat(export()).isEmpty();
        String recorded = "SELECT receipt FROM erased WHERE person = sha256('" + person + "')";
        assertThat(Database.rows(recorded)).containsExactly(receipt.<String>path("receipt"));
        assertThat(Database.rows(Second.postgres, recorded)).containsExactly(receipt.<String>path("receipt"));
    }

    @Test
    void is_not_erased_while_a_server_is_away_and_the_repeated_call_does_it() {
        store.addNew(List.of(Mentions.of(person, bob))).await().indefinitely();
        Second.postgres.stop();

        Response refused = erase();

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.<String>path("type")).isEqualTo("/problems/unavailable");
        assertThat(export503()).isEqualTo(503);
        Second.postgres.start();
        within(RECOVERY).untilAsserted(() -> assertThat(erase().statusCode()).isEqualTo(200));
        assertThat(Database.rows(Second.postgres, "SELECT * FROM inbox WHERE recipient_id = '" + person + "'")).isEmpty();
        assertThat(new Api(bob).state().unread()).isEqualTo(1);
    }

    private Response erase() {
        return given().auth().oauth2(Api.token("officer", "people:admin")).delete("/people/{user}", person);
    }

    private String export() {
        return given().auth().oauth2(Api.token("officer", "people:admin")).get("/people/{user}/export", person).then().statusCode(200)
                .extract().asString();
    }

    private int export503() {
        return given().auth().oauth2(Api.token("officer", "people:admin")).get("/people/{user}/export", person).statusCode();
    }
}
