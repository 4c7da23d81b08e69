package dev.beckon.notification.inbox.shards;

import static dev.beckon.notification.TwoDatabases.userOfFirst;
import static dev.beckon.notification.TwoDatabases.userOfSecond;
import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.rules.MentionKey;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.KafkaClient;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.TwoDatabases;
import dev.beckon.notification.TwoDatabases.Second;
import dev.beckon.notification.inbox.NotificationStore;
import dev.beckon.notification.inbox.NotificationStore.Stored;
import dev.beckon.testservers.ServiceManagement;
import dev.beckon.testservers.TcpProxy.Mode;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Inboxes divided between two servers, one of which goes and comes back. */
@OnServers
@TestProfile(TwoDatabases.class)
class TwoDatabasesIT {

    /** The pool's connections to a server that was away are given up after this. */
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    @Inject
    NotificationStore store;

    final String first = userOfFirst();
    final String second = userOfSecond();

    @AfterEach
    void both_are_back() {
        Second.postgres.start();
        Second.proxy.set(Mode.PASS);
        within(RECOVERY).untilAsserted(() -> assertThat(readiness()).contains("\"away\": \"\""));
        within(RECOVERY).untilAsserted(() -> assertThat(new Api(second).request().get("/inbox/{user}", second).statusCode()).isEqualTo(
                200));
    }

    @Test
    void each_inbox_lives_on_the_server_of_its_lane() {
        MentionCreated mention = Mentions.of(UUID.randomUUID(), List.of(second, first));

        Stored stored = add(mention);

        assertThat(stored.added()).isEqualTo(2);
        assertThat(Database.count("SELECT count(*) FROM notification WHERE recipient_id = '" + first + "'")).isEqualTo(1);
        assertThat(Database.count("SELECT count(*) FROM inbox WHERE recipient_id = '" + second + "'")).isZero();
        assertThat(new Api(first).state().unread()).isEqualTo(1);
        assertThat(new Api(second).state().unread()).isEqualTo(1);
        assertThat(new Api(second).state().epoch()).as("of its own server").isNotEqualTo(new Api(first).state().epoch());
        assertThat(new Api(second).notifications("").path("notifications.mention_id").toString()).contains(mention.id().toString());
        assertThat(new Api(second).readAll("{}").unread()).isZero();
        assertThat(add(mention).added()).isZero();
    }

    @Test
    void the_recipients_of_one_mention_come_from_both_servers_in_one_order() {
        List<String> users = Stream.generate(() -> List.of(userOfFirst(), userOfSecond())).limit(3).flatMap(List::stream).sorted().toList();
        UUID id = new MentionKey("tracker", users.getFirst()).id();
        add(Mentions.of(id, users));

        Response page = status(users.getFirst(), "?limit=4");
        Response rest = status(users.getFirst(), "?limit=4&after=" + page.path("next_after"));

        assertThat(page.<List<String>>path("recipients.user")).isEqualTo(users.subList(0, 4));
        assertThat(rest.<List<String>>path("recipients.user")).isEqualTo(users.subList(4, 6));
        assertThat(rest.<String>path("next_after")).isNull();
    }

    /** Each server has a row for each lane, also for those that the other one holds. */
    @Test
    void while_a_lane_is_on_no_server_the_answer_is_503_instead_of_a_part() {
        UUID id = new MentionKey("tracker", first).id();
        add(Mentions.of(id, List.of(first, second)));

        Database.execute("UPDATE lane SET moved_to = 'elsewhere:5432/beckon' WHERE number = " + Lane.of(first).number());
        Response moving = status(first, "");
        Database.execute("UPDATE lane SET moved_to = NULL WHERE number = " + Lane.of(first).number());

        assertThat(moving.statusCode()).isEqualTo(503);
        assertThat(status(first, "").<List<String>>path("recipients.user")).hasSize(2);
    }

    private static Response status(String key, String query) {
        return given().auth().oauth2(Api.token("tracker", "mentions:write")).get("/mentions/{key}" + query, key);
    }

    @Test
    void one_catch_up_over_both_servers_is_answered_in_the_order_of_its_positions() {
        List<String> users = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            users.add(i % 3 == 0 ? userOfFirst() : userOfSecond());
            add(Mentions.of(UUID.randomUUID(), List.of(users.getLast())));
        }
        users.add(users.getFirst()); // a second device

        Response answer = catchUp(users);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.<List<String>>path("user")).isEqualTo(users);
        assertThat(answer.<List<Integer>>path("unread")).containsOnly(1);
    }

    @Test
    void a_server_that_does_not_answer_stops_its_own_lanes_only_and_for_others_nothing_takes_a_second() {
        warmUp();
        Second.proxy.set(Mode.HOLD);

        stops_its_own_lanes_only();
    }

    @Test
    void a_server_that_is_stopped_stops_its_own_lanes_only() {
        warmUp();
        Second.postgres.stop();

        stops_its_own_lanes_only();
    }

    /** What only the first calls of a process do takes longer than the limit. */
    private void warmUp() {
        add(Mentions.of(first, second));
        for (int i = 0; i < 5; i++) {
            catchUp(List.of(second, first, second));
            new Api(first).seen();
        }
    }

    private void stops_its_own_lanes_only() {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            long before = System.nanoTime();
            assertThat(catchUp(List.of(second, first, second)).<List<String>>path("user")).contains(first);
            assertThat(new Api(first).seen().unread()).isPositive();
            assertThat(add(Mentions.of(first)).added()).isEqualTo(1);
            millis.add((System.nanoTime() - before) / 1_000_000);
        }
        System.out.printf("three calls of the other lanes while a PostgreSQL is away, in ms: %s%n", millis);
        assertThat(millis.stream().filter(one -> one > 1_000)).as("but for pauses of the machine").hasSizeLessThan(3);
        Response refused = new Api(second).request().get("/inbox/{user}", second);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(refused.path("type").toString()).isEqualTo("/problems/unavailable");
        assertThat(new Api(second).request().post("/inbox/{user}/seen", second).statusCode()).isEqualTo(503);
        assertThat(catchUp(List.of(second, first, second)).<List<String>>path("user")).containsExactly(first);
        assertThat(catchUp(List.of(second)).statusCode()).isEqualTo(503);
        assertThat(ServiceManagement.get("/q/health/ready").statusCode()).isEqualTo(200);
        soon().untilAsserted(() -> assertThat(readiness()).contains("\"away\": \"127.0.0.1:" + Second.proxy.port() + "/beckon\""));
    }

    @Test
    void mentions_for_a_server_that_is_away_are_stored_once_when_it_is_back_and_those_for_the_other_at_once() {
        try (KafkaClient kafka = new KafkaClient()) {
            Second.proxy.set(Mode.CUT);
            soon().untilAsserted(() -> assertThat(readiness()).contains("/beckon\""));
            for (int i = 0; i < 10; i++) {
                kafka.send(Mentions.of(second, first));
            }
            soon().untilAsserted(() -> assertThat(new Api(first).state().unread()).as("while the other is away").isEqualTo(10));
            assertThat(new Api(second).request().get("/inbox/{user}", second).statusCode()).isEqualTo(503);

            Second.proxy.set(Mode.PASS);

            within(RECOVERY).untilAsserted(() -> assertThat(new Api(second).state().unread()).isEqualTo(10));
        }
    }

    private Stored add(MentionCreated... mentions) {
        return store.addNew(List.of(mentions)).await().indefinitely();
    }

    private static Response catchUp(List<String> users) {
        return given().auth().oauth2(Api.token("gateway", "inboxes:read")).contentType("application/json")
                .body(users.stream().map(user -> new CatchUp.Position(user, null, null)).toList()).post("/inboxes/catch-up");
    }

    private static String readiness() {
        return ServiceManagement.get("/q/health/ready").asString();
    }
}
