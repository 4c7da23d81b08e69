package dev.beckon.gateway.presence;

import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.throughout;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.testservers.RedisServer;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one real Redis, which is away, paused or loses its data. Leases are a fifth as long as in production. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OnlineLeasesIT {

    @TempDir
    Path directory;

    final List<AutoCloseable> open = new ArrayList<>();
    RedisServer server;
    OnlineGateway a;
    OnlineGateway b;

    @BeforeEach
    void start() {
        server = RedisServer.start(directory);
        a = gateway();
        b = gateway();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        server.close();
    }

    @Test
    void a_user_is_online_at_both_until_the_last_of_several_sockets_goes() {
        a.users().add("ada");
        a.users().add("ada");
        b.users().add("ada");
        b.users().add("bob");
        a.expect(Set.of("ada", "bob"), "ada", "bob", "eve");
        b.expect(Set.of("ada", "bob"), "ada", "bob", "eve");

        a.users().remove("ada");
        b.users().remove("ada");
        b.users().remove("bob");

        a.expect(Set.of("ada"), "ada", "bob", "eve");
        b.expect(Set.of("ada"), "ada", "bob", "eve");
        a.users().remove("ada");
        b.expect(Set.of(), "ada", "bob", "eve");
        assertThat(keys()).noneMatch(key -> key.startsWith("test:online:"));
    }

    @Test
    void the_users_of_a_killed_gateway_are_online_until_its_lease_ends() throws Exception {
        a.users().add("ada");
        b.expect(Set.of("ada"), "ada");
        long renewed = System.nanoTime();

        a.close();

        throughout(OnlineGateway.TIMES.life().minus(OnlineGateway.TIMES.renewal()).minusNanos(System.nanoTime() - renewed).minusMillis(200),
                () -> assertThat(b.among("ada")).contains("ada"));
        within(OnlineGateway.TIMES.life()).until(() -> b.among("ada").isEmpty());
    }

    @Test
    void the_users_of_a_gateway_that_stops_are_offline_at_once() {
        a.users().add("ada");
        b.expect(Set.of("ada"), "ada");

        a.users().stop();

        assertThat(b.among("ada")).isEmpty();
    }

    @Test
    void when_Redis_has_lost_all_data_nobody_is_reported_offline_and_soon_all_are_online_again() {
        List<String> many = IntStream.range(0, 3_000).mapToObj(i -> "user" + i).toList();
        many.forEach(a.users()::add);
        b.users().add("bob");
        soon().until(() -> b.among(many).size() == 3_000);

        command(Request.cmd(Command.FLUSHALL));

        assertNeverOffline(b, many);
        soon().until(() -> b.among(many).size() == 3_000 && a.among("bob").size() == 1);
    }

    @Test
    void while_Redis_is_paused_the_answer_is_refused_and_afterwards_both_are_right() {
        a.users().add("ada");
        b.users().add("bob");
        a.expect(Set.of("ada", "bob"), "ada", "bob", "eve");
        b.expect(Set.of("ada", "bob"), "ada", "bob", "eve");

        server.pause();
        try {
            assertThatThrownBy(() -> a.among("bob")).isInstanceOf(Exception.class);
            assertThat(a.among("ada")).as("its own users").containsExactly("ada");
            a.users().remove("ada");
            b.users().add("eve");
            for (int i = 0; i < 3; i++) { // each waits for two seconds, so leases end meanwhile
                assertThatThrownBy(() -> a.among("bob")).isInstanceOf(Exception.class);
            }
        } finally {
            server.resume();
        }

        within(Duration.ofSeconds(5)).until(() -> a.among("ada", "bob", "eve").equals(Set.of("bob", "eve"))
                && b.among("ada", "bob", "eve").equals(Set.of("bob", "eve")));
    }

    @Test
    void what_changed_while_Redis_was_stopped_is_written_when_it_is_back() {
        a.users().add("ada");
        b.users().add("bob");
        a.expect(Set.of("ada", "bob"), "ada", "bob");

        server.stop();
        a.users().remove("ada");
        a.users().add("eve");
        server.start();

        b.expect(Set.of("bob", "eve"), "ada", "bob", "eve");
        a.expect(Set.of("bob", "eve"), "ada", "bob", "eve");
    }

    @Test
    void a_user_whose_last_socket_goes_while_another_comes_stays_online() throws Exception {
        List<String> users = IntStream.range(0, 500).mapToObj(i -> "user" + i).toList();
        users.forEach(a.users()::add);
        soon().until(() -> b.among(users).size() == 500);

        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 20; round++) {
                CountDownLatch both = new CountDownLatch(2);
                threads.execute(() -> {
                    users.forEach(a.users()::remove);
                    both.countDown();
                });
                threads.execute(() -> {
                    users.forEach(a.users()::add);
                    both.countDown();
                });
                both.await();
            }
        }

        soon().until(() -> b.among(users).size() == 500);
        throughout(Duration.ofMillis(500), () -> assertThat(b.among(users)).hasSize(500));
    }

    @Test
    void a_set_that_names_many_dead_gateways_shrinks() {
        for (int i = 0; i < 200; i++) {
            command(Request.cmd(Command.ZADD).arg("test:online:ada").arg(i).arg("dead" + i));
        }
        a.users().add("ada");
        b.expect(Set.of("ada"), "ada");

        assertThat(b.among("ada", "bob")).containsExactly("ada");
        assertThat(command(Request.cmd(Command.TTL).arg("test:online:ada")).toInteger()).isPositive();
    }

    /** For as long as a gateway may take to notice the loss, every single answer is whole or refused. */
    private static void assertNeverOffline(OnlineGateway at, List<String> users) {
        long end = System.nanoTime() + OnlineGateway.TIMES.renewal().multipliedBy(2).toNanos();
        while (System.nanoTime() < end) {
            try {
                assertThat(at.among(users)).hasSize(users.size());
            } catch (OnlineReader.UnknownException refused) {
                assertThat(refused).hasMessageContaining("lost");
            }
        }
    }

    private OnlineGateway gateway() {
        OnlineGateway gateway = OnlineGateway.of(new RedisOptions().setConnectionString(server.url()));
        open.add(gateway);
        return gateway;
    }

    private Set<String> keys() {
        return command(Request.cmd(Command.KEYS).arg("*")).stream().map(Response::toString).collect(Collectors.toSet());
    }

    private Response command(Request request) {
        Vertx vertx = Vertx.vertx();
        try {
            return Redis.createClient(vertx, server.url()).send(request).toCompletionStage().toCompletableFuture().join();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
