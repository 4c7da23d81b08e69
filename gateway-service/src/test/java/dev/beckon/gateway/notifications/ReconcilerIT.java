package dev.beckon.gateway.notifications;

import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.hints.ChangeHint;
import dev.beckon.contracts.hints.Fingerprints;
import dev.beckon.gateway.RedisAndKeys;
import dev.beckon.redis.RedisPrefix;
import dev.beckon.testclients.FrameClient;
import dev.beckon.testservers.ServiceManagement;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Redis loses every frame: none is published here. Hints, which the test publishes, are all that the gateway gets. */
@QuarkusTest
@QuarkusTestResource(RedisAndKeys.class)
@QuarkusTestResource(value = StandInInboxes.class, restrictToAnnotatedClass = true)
@TestProfile(ReconcilerIT.OfItsOwn.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReconcilerIT {

    /** A gateway of its own, with resources of its own. */
    public static class OfItsOwn implements QuarkusTestProfile {}

    static final Duration PROMISE = Duration.ofSeconds(30);

    static final Map<UUID, Long> DATABASES = Map.of(StandInInboxes.EPOCH, 0L);

    @TestHTTPResource("/")
    URI http;

    @Inject
    Redis redis;

    final String publisher = UUID.randomUUID().toString();
    FrameClient bob;
    FrameClient carol;
    long number;

    @BeforeEach
    void two_members_and_a_publisher() {
        bob = joined("bob");
        carol = joined("carol");
        double before = roundsOfAll() + rounds("hint");
        hint(Fingerprints.NONE); // the first names a database that is new to the gateway, which leads to a comparison of all
        within(PROMISE).untilAsserted(() -> assertThat(roundsOfAll() + rounds("hint")).isGreaterThan(before));
        StandInInboxes.COMPARED.clear();
    }

    @AfterEach
    void leave() {
        bob.close();
        carol.close();
        publish(new ChangeHint(publisher, ++number, Duration.ZERO, Duration.ZERO, DATABASES, Fingerprints.NONE, Fingerprints.NONE));
    }

    @Test
    void a_member_whose_frame_is_lost_gets_its_change_and_no_other_is_asked_for() {
        double all = roundsOfAll();
        StandInInboxes.change("bob");
        hint(Fingerprints.of(new int[] {Fingerprints.of(Fingerprints.of("bob"), rev("bob") - 1)}));

        assertChanged(bob, "bob");

        assertThat(StandInInboxes.COMPARED).containsOnly("bob");
        assertThat(roundsOfAll()).isEqualTo(all);
    }

    @Test
    void members_at_the_last_revision_are_not_asked_for() {
        double before = rounds("hint");
        hint(Fingerprints.of(new int[] {Fingerprints.of(Fingerprints.of("bob"), rev("bob") - 1)}));

        within(PROMISE).untilAsserted(() -> assertThat(rounds("hint")).isGreaterThan(before));

        assertThat(StandInInboxes.COMPARED).isEmpty();
    }

    @Test
    void if_the_hint_is_lost_too_every_member_gets_its_change() {
        StandInInboxes.change("bob");
        StandInInboxes.change("carol");
        number++;
        hint(Fingerprints.NONE);

        assertChanged(bob, "bob");
        assertChanged(carol, "carol");
        assertThat(rounds("hint_missed")).isEqualTo(1);
    }

    private FrameClient joined(String user) {
        FrameClient client = new FrameClient(http, "vsn=2.0.0&token=" + RedisAndKeys.token(user));
        return client.send("[\"1\",\"1\",\"notifications:" + user + "\",\"phx_join\",{}]").expect(
                "[\"1\",\"1\",\"notifications:" + user + "\",\"phx_reply\",{\"status\":\"ok\",\"response\":{" + state(user)
                        + ",\"notifications\":[],\"snapshot\":true}}]");
    }

    private static void assertChanged(FrameClient client, String user) {
        client.expect("[\"1\",null,\"notifications:" + user + "\",\"inbox_changed\",{" + state(user) + ",\"read\":[],\"archived\":[]}]");
    }

    private static String state(String user) {
        return "\"unread\":0,\"unseen\":0,\"seq\":0,\"rev\":" + rev(user) + ",\"epoch\":\"" + StandInInboxes.EPOCH + "\",\"read_up_to\":0";
    }

    private static long rev(String user) {
        return StandInInboxes.rev(user);
    }

    /** Of changes in the last moment: no comparison so far has found them. */
    private void hint(Fingerprints overtaken) {
        publish(new ChangeHint(publisher, ++number, Duration.ofMillis(1), Duration.ofSeconds(30), DATABASES, overtaken,
                Fingerprints.NONE));
    }

    private void publish(ChangeHint hint) {
        redis.send(Request.cmd(Command.PUBLISH).arg(new RedisPrefix(InboxFrame.REDIS_PREFIX).channel(hint.topic()))
                .arg(hint.message().encode())).toCompletionStage().toCompletableFuture().join();
    }

    private static double roundsOfAll() {
        return List.of("database", "hint_missed", "hint_unreadable", "interrupted", "interval", "no_hints", "publisher_silent").stream()
                .mapToDouble(ReconcilerIT::rounds).sum();
    }

    private static double rounds(String cause) {
        return metrics().lines().filter(line -> line.startsWith("beckon_reconcile_rounds_total{cause=\"" + cause + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }

    private static String metrics() {
        return ServiceManagement.get("/q/metrics").asString();
    }
}
