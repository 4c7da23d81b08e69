package dev.beckon.systemtests.presence;

import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.throughout;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.PhoenixClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A gateway lists the users with an open inbox at any gateway. */
@SystemTest
class OnlineUsersIT {

    /** As the gateway has them. */
    static final Duration LEASE = Duration.ofSeconds(15);
    static final Duration RENEWAL = Duration.ofSeconds(5);

    final Beckon beckon;
    final OnlineUsersApi online;

    OnlineUsersIT(Beckon beckon) {
        this.beckon = beckon;
        this.online = new OnlineUsersApi(beckon);
    }

    @Test
    void a_user_is_online_at_every_gateway_until_the_last_device_goes() {
        String alice = beckon.user("alice");
        String bob = beckon.user("bob");
        List<String> asked = List.of(alice, beckon.user("carol"), bob);
        Device phone = beckon.device(1, alice);
        Device laptop = beckon.device(2, alice);
        beckon.device(3, bob);
        assertEverywhere(asked, List.of(alice, bob));

        phone.close();
        beckon.device(1, bob).close();
        assertEverywhere(asked, List.of(alice, bob));
        laptop.close();

        assertEverywhere(asked, List.of(bob));
    }

    @Test
    void a_connection_without_an_inbox_is_not_online_and_devices_are_told_nothing_of_each_other() throws IOException {
        String alice = beckon.user("alice");
        String bob = beckon.user("bob");
        String topic = "notifications:" + alice;
        PhoenixClient first = beckon.connect(1, alice);
        first.join(topic, Map.of());
        beckon.connect(1, bob).join(RoomView.ROOM, Map.of());

        beckon.device(2, alice).close();
        beckon.mentions().post("the only push", alice);

        first.expectPush(topic, "new_notification");
        assertThat(first.pushes(topic)).isEmpty();
        assertEverywhere(List.of(alice, bob), List.of(alice));
    }

    @Test
    void users_of_any_name_are_online() throws IOException {
        List<String> asked = List.of("constructor", "__proto__", "prototype", "toString", "a/b", "100%", "\ud83d\ude00".repeat(255));
        for (String user : asked) {
            assertThat(beckon.connect(1, user).join("notifications:" + user, Map.of()).isOk()).isTrue();
        }

        assertEverywhere(asked, asked);
    }

    @Test
    void users_of_a_killed_gateway_are_offline_when_its_lease_ends_and_not_before() throws IOException {
        String alice = beckon.user("alice");
        String bob = beckon.user("bob");
        List<String> asked = List.of(alice, bob);
        join(3, alice);
        join(3, bob);
        join(2, bob);
        assertEverywhere(asked, asked);

        long killed = System.nanoTime();
        try (Outage _ = beckon.outages().killed("gateway-3")) {
            throughout(LEASE.minus(RENEWAL).minusSeconds(1), () -> {
                assertThat(online.at(1, asked)).isEqualTo(asked);
                assertThat(online.at(2, asked)).isEqualTo(asked);
            });
            within(LEASE.plusMillis(500).minusNanos(System.nanoTime() - killed))
                    .untilAsserted(() -> assertThat(online.at(1, asked)).isEqualTo(List.of(bob)));
            assertThat(online.at(2, asked)).isEqualTo(List.of(bob));
        }
    }

    @Test
    void when_redis_loses_all_data_nobody_is_reported_offline_and_all_are_right_within_ten_seconds() throws IOException {
        List<String> asked = Stream.generate(() -> beckon.user("user")).limit(30).toList();
        for (int i = 0; i < asked.size(); i++) {
            join(1 + i % 3, asked.get(i));
        }
        assertEverywhere(asked, asked);

        beckon.outages().redisIsFlushed();
        long flushed = System.nanoTime();
        List<Integer> refusing = new ArrayList<>(List.of(1, 2, 3));
        while (!refusing.isEmpty()) {
            refusing.removeIf(gateway -> {
                Optional<List<String>> answer = online.askAt(gateway, asked);
                answer.ifPresent(listed -> assertThat(listed).as("at gateway %d", gateway).isEqualTo(asked));
                return answer.isPresent();
            });
            assertThat(Duration.ofNanos(System.nanoTime() - flushed)).isLessThan(Duration.ofSeconds(10));
        }
    }

    private void join(int gateway, String user) throws IOException {
        assertThat(beckon.connect(gateway, user).join("notifications:" + user, Map.of()).isOk()).isTrue();
    }

    private void assertEverywhere(List<String> asked, List<String> expected) {
        for (int gateway = 1; gateway <= 3; gateway++) {
            int at = gateway;
            soon().untilAsserted(() -> assertThat(online.at(at, asked)).as("at gateway %d", at).isEqualTo(expected));
        }
    }
}
