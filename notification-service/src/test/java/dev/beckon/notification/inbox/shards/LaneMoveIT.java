package dev.beckon.notification.inbox.shards;

import static dev.beckon.testservers.Await.soon;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.rules.MentionKey;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.Servers;
import dev.beckon.notification.TwoDatabases;
import dev.beckon.notification.TwoDatabases.Second;
import dev.beckon.notification.inbox.NotificationStore;
import dev.beckon.operator.lane.LaneCommand;
import dev.beckon.testservers.PostgresServer;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A lane moves to another PostgreSQL server, and back, while its users are mentioned and read. */
@OnServers
@TestProfile(TwoDatabases.class)
class LaneMoveIT {

    private static final int USERS = 20;
    private static final Duration RETRY = Duration.ofMillis(5);

    @Inject
    NotificationStore store;

    /** Users of one lane of the first server, and one of another lane. */
    final String prefix = Mentions.newUser();
    final List<String> movers = Stream.iterate(0, i -> i + 1).map(i -> prefix + "-" + i).filter(user -> Lane.of(user).number() == 7)
            .limit(USERS).toList();
    final String stayer = Stream.iterate(0, i -> i + 1).map(i -> prefix + "-" + i).filter(user -> Lane.of(user).number() == 8)
            .findFirst().orElseThrow();
    final Load load = new Load(movers);
    final Load others = new Load(List.of(stayer));

    @AfterEach
    void stop() {
        load.stopped = true;
        others.stopped = true;
    }

    @Test
    void a_lane_moves_and_moves_back_under_load_and_loses_doubles_and_renumbers_nothing() throws InterruptedException {
        store.addNew(movers.stream().map(Mentions::of).toList()).await().indefinitely();
        store.addNew(Stream.generate(() -> Mentions.of(movers.getFirst())).limit(2_000).toList()).await().indefinitely();
        InboxState before = new Api(movers.getFirst()).state();
        Thread mentions = Thread.ofVirtual().start(load::mention);
        Thread reads = Thread.ofVirtual().start(load::readAndCatchUp);
        Thread unmoved = Thread.ofVirtual().start(others::mention);
        load.awaitMore();

        String there = move(first(), second());
        load.awaitMore();
        assertThat(inboxes(Second.postgres)).isEqualTo(USERS);
        String back = move(second(), first());
        load.awaitMore();
        stop();
        mentions.join();
        reads.join();
        unmoved.join();

        System.out.printf("lane moved under load:%n%s%s", there, back);
        System.out.printf(
                "longest pause between two mentions of the lane %d ms, of another %d ms; %d mentions, %d calls of users failed %d times%n",
                load.longestPauseMillis, others.longestPauseMillis, load.stored.get(), load.calls, load.failedCalls);
        assertThat(load.wrong).isEmpty();
        assertThat(Database.rows("SELECT recipient_id || ' ' || count(*) FROM notification WHERE recipient_id <> '" + movers.getFirst()
                + "' AND starts_with(recipient_id, '" + prefix + "-') AND lane_of(recipient_id) = 7 GROUP BY recipient_id"))
                .as("each mention once").containsExactlyInAnyOrderElementsOf(
                        movers.stream().skip(1).map(user -> user + " " + (load.stored.get() + 1)).toList());
        assertThat(Database.withoutText(prefix + "-")).as("without its text").isEmpty();
        assertThat(Database.brokenInboxes(prefix)).isEmpty();
        assertThat(new Api(movers.getFirst()).state().epoch()).isEqualTo(before.epoch());
        assertThat(others.failedMentions).as("of a lane that stays").isZero();
    }

    @Test
    void a_lane_that_is_there_already_or_elsewhere_does_not_move_and_what_it_left_can_be_deleted() {
        store.addNew(movers.stream().map(Mentions::of).toList()).await().indefinitely();

        store.addNew(List.of(Mentions.of(new MentionKey("tracker", prefix).id(), List.of(movers.getFirst(), stayer)))).await()
                .indefinitely();
        new Api(movers.getFirst()).seen();
        new Api(movers.getFirst()).readAll("{}");
        List<String> marks = marks(Servers.postgres);

        assertThat(marks).hasSize(2);
        assertThat(run("move", "9", "--from", first(), "--to", first())).contains("Name two different servers.");
        assertThat(run("clear", "7", "--server", first())).contains("Nothing is deleted.");
        move(first(), second());
        assertThat(given().auth().oauth2(Api.token("tracker", "mentions:write")).get("/mentions/{key}", prefix)
                .<List<String>>path("recipients.user")).as("from both servers").containsExactlyInAnyOrder(movers.getFirst(), stayer);
        assertThat(run("move", "7", "--from", first(), "--to", second())).contains("already");
        assertThat(inboxes(Servers.postgres)).isEqualTo(USERS);
        assertThat(run("clear", "7", "--server", first())).contains("rows deleted");
        assertThat(inboxes(Servers.postgres)).isZero();
        assertThat(marks(Servers.postgres)).isEmpty();
        assertThat(marks(Second.postgres)).isEqualTo(marks);
        move(second(), first());

        soon().untilAsserted(() -> assertThat(new Api(movers.getLast()).state().unread()).isEqualTo(1));
    }

    @Test
    void a_person_who_is_erased_during_a_move_is_erased_where_the_lane_arrives() {
        String person = movers.getFirst();
        MentionCreated mention = Mentions.of(UUID.randomUUID(), movers);
        store.addNew(List.of(mention)).await().indefinitely();
        long before = new Api(person).state().rev();

        String output = run(() -> given().auth().oauth2(Api.token("officer", "people:admin")).delete("/people/{user}", person).then()
                .statusCode(200), "move", "7", "--from", first(), "--to", second());

        assertThat(output).contains("moved to");
        soon().untilAsserted(() -> store.addNew(List.of(mention)).await().indefinitely());
        for (PostgresServer server : List.of(Servers.postgres, Second.postgres)) {
            assertThat(Database.rows(server, "SELECT recipient_id FROM inbox WHERE recipient_id = '%1$s' UNION ALL SELECT recipient_id"
                    .formatted(person) + " FROM notification WHERE recipient_id = '%s'".formatted(person))).isEmpty();
        }
        assertThat(new Api(movers.getLast()).state().unread()).isEqualTo(1);
        assertThat(new Api(person).state().rev()).isGreaterThan(before);
        move(second(), first());

        soon().untilAsserted(() -> assertThat(new Api(person).state().rev()).isGreaterThan(before));
    }

    /** What goes on meanwhile. */
    private final class Load {

        final List<String> users;
        final AtomicInteger stored = new AtomicInteger();
        final List<String> wrong = new ArrayList<>();
        volatile boolean stopped;
        long longestPauseMillis;
        int failedMentions;
        int calls;
        int failedCalls;

        Load(List<String> users) {
            this.users = users;
        }

        /** Mentions all users, again and again, and repeats what fails, as ingest does. */
        void mention() {
            long last = System.nanoTime();
            while (!stopped) {
                MentionCreated mention = Mentions.of(UUID.randomUUID(), users);
                while (!isStored(mention)) {
                    LockSupport.parkNanos(RETRY.toNanos());
                }
                stored.incrementAndGet();
                longestPauseMillis = Math.max(longestPauseMillis, (System.nanoTime() - last) / 1_000_000);
                last = System.nanoTime();
            }
        }

        private boolean isStored(MentionCreated mention) {
            try {
                store.addNew(List.of(mention)).await().indefinitely();
                return true;
            } catch (RuntimeException moving) {
                failedMentions++;
                return false;
            }
        }

        /** One user's revisions never go back, and the epoch stays. */
        void readAndCatchUp() {
            Api api = new Api(users.getLast());
            InboxState known = api.state();
            while (!stopped) {
                boolean catchesUp = ++calls % 2 == 0;
                Response answer = catchesUp
                        ? api.changes(known.rev(), known.epoch())
                        : api.request().post("/inbox/{user}/seen", api.user());
                if (answer.statusCode() == 503) {
                    failedCalls++;
                    continue;
                }
                assertThat(answer.statusCode()).isEqualTo(200);
                InboxState next = catchesUp ? answer.as(CatchUp.Difference.class).state() : answer.as(InboxState.class);
                boolean restarts = catchesUp && answer.as(CatchUp.Difference.class).snapshot();
                if (restarts || next.rev() < known.rev() || !next.epoch().equals(known.epoch())) {
                    wrong.add("after " + known + " came " + answer.asString());
                }
                known = next;
            }
        }

        void awaitMore() {
            int now = stored.get();
            soon().untilAsserted(() -> assertThat(stored.get()).isGreaterThan(now + 20));
        }
    }

    private static String move(String from, String to) {
        String output = run("move", "7", "--from", from, "--to", to);
        assertThat(output).contains("moved to", "lane clear 7 --server " + from);
        return output;
    }

    private static String run(String... arguments) {
        return run(() -> {}, arguments);
    }

    /** @param copied runs once, when the first copy has been made */
    private static String run(Runnable copied, String... arguments) {
        StringWriter output = new StringWriter() {

            private boolean ran;

            @Override
            public void flush() {
                if (!ran && toString().contains("rows copied")) {
                    ran = true;
                    copied.run();
                }
            }
        };
        CommandLine tool = new CommandLine(new LaneCommand()).setOut(new PrintWriter(output, true)).setErr(new PrintWriter(output, true));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--user", Second.postgres.username(), "--password", Second.postgres.password()));
        tool.execute(all.toArray(String[]::new));
        return output.toString();
    }

    private long inboxes(PostgresServer server) {
        return Database.rows(server, "SELECT recipient_id FROM inbox WHERE starts_with(recipient_id, '" + prefix + "-')"
                + " AND lane_of(recipient_id) = 7").size();
    }

    private List<String> marks(PostgresServer server) {
        return Database.rows(server, "SELECT * FROM inbox_mark WHERE starts_with(recipient_id, '" + prefix + "-') ORDER BY 1, 2, 3");
    }

    private static String first() {
        return "postgresql://127.0.0.1:" + Servers.toPostgres.port() + "/beckon";
    }

    private static String second() {
        return "postgresql://127.0.0.1:" + Second.proxy.port() + "/beckon";
    }
}
