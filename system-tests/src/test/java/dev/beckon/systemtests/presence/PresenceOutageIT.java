package dev.beckon.systemtests.presence;

import static dev.beckon.systemtests.stack.Beckon.PRESENCE_DOWN_TIMEOUT;
import static dev.beckon.testservers.Await.AFTER_RESTART;
import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.throughout;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.PhoenixClient;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** While a gateway or Redis is down, the other gateways still list the users who are present, and drop those who have left. */
@SystemTest
class PresenceOutageIT {

    private static final Duration REDIS_AWAY = Duration.ofSeconds(10);

    final Beckon beckon;
    final OnlineUsersApi online;
    final Set<String> all = new LinkedHashSet<>();

    PresenceOutageIT(Beckon beckon) {
        this.beckon = beckon;
        this.online = new OnlineUsersApi(beckon);
    }

    @Test
    void users_of_a_killed_gateway_vanish_after_the_down_timeout_and_come_back_once() throws IOException {
        List<String> users = users(5);
        List<RoomView> views = List.of(observer(1), observer(2));
        for (String user : users) {
            enter(3, user);
        }
        soon().untilAsserted(() -> assertSeen(views, users));

        long killed = System.nanoTime();
        try (Outage _ = beckon.outages().killed("gateway-3")) {
            within(AFTER_RESTART).untilAsserted(() -> assertSeen(views, List.of()));
            System.out.printf("users of a killed gateway vanished after %d ms; its down timeout is %d ms%n",
                    Duration.ofNanos(System.nanoTime() - killed).toMillis(), PRESENCE_DOWN_TIMEOUT.toMillis());
            // Online status ends with the gateway's lease, which lives longer than the rooms' shortened timeout.
            within(AFTER_RESTART).untilAsserted(() -> assertThat(online.at(1, users)).isEmpty());
            within(AFTER_RESTART).untilAsserted(() -> assertThat(online.at(2, users)).isEmpty());
        }
        within(AFTER_RESTART).untilAsserted(() -> assertThat(online.at(3, users)).isEmpty());
        for (String user : users) {
            enter(3, user);
        }

        soon().untilAsserted(() -> assertSeen(views, users));
        soon().untilAsserted(() -> assertThat(online.at(2, users)).isEqualTo(users));
        views.forEach(view -> users.forEach(user -> assertThat(view.everShown(user))
                .as("%s came once before and once after", user).hasSize(2)));
    }

    @Test
    void without_redis_a_gateway_reports_nobody_of_another_as_gone_and_soon_after_it_all_agree() throws IOException {
        List<String> users = users(4);
        List<RoomView> views = List.of(observer(1), observer(2), observer(3));
        enter(1, users.get(0));
        PhoenixClient leaver = enter(2, users.get(1));
        enter(3, users.get(2));
        soon().untilAsserted(() -> assertSeen(views, users.subList(0, 3)));

        try (Outage _ = beckon.outages().redis()) {
            long begun = System.nanoTime();
            enter(1, users.get(3));
            leaver.close();
            List<String> own = List.of(users.get(0), users.get(2));
            soon().untilAsserted(() -> assertSeen(views.subList(0, 1), users));
            soon().untilAsserted(() -> assertSeen(views.subList(1, 2), own));
            throughout(REDIS_AWAY.minusNanos(System.nanoTime() - begun), () -> {
                assertSeen(views.subList(0, 1), users);
                assertSeen(views.subList(1, 2), own);
            });
        }

        List<String> left = List.of(users.get(0), users.get(2), users.get(3));
        long back = System.nanoTime();
        within(AFTER_RESTART).untilAsserted(() -> {
            assertSeen(views, left);
            for (int gateway = 1; gateway <= 3; gateway++) {
                assertThat(online.at(gateway, users)).isEqualTo(left);
            }
        });
        System.out.printf("all gateways agreed %d ms after Redis was back%n",
                Duration.ofNanos(System.nanoTime() - back).toMillis());
    }

    private List<String> users(int count) {
        List<String> users = Stream.generate(() -> beckon.user("user")).limit(count).toList();
        all.addAll(users);
        return users;
    }

    private RoomView observer(int gateway) throws IOException {
        RoomView view = RoomView.enter(beckon.connect(gateway, beckon.user("observer")));
        soon().untilAsserted(() -> assertThat(view.isSynced()).isTrue());
        return view;
    }

    /** Joins the room and the inbox. */
    private PhoenixClient enter(int gateway, String user) throws IOException {
        PhoenixClient client = beckon.connect(gateway, user);
        assertThat(client.join(RoomView.ROOM, Map.of()).isOk()).isTrue();
        assertThat(client.join("notifications:" + user, Map.of()).isOk()).isTrue();
        return client;
    }

    /** Every user of this test is seen with one device, or not at all. */
    private void assertSeen(List<RoomView> views, List<String> expected) {
        for (RoomView view : views) {
            assertThat(all.stream().filter(user -> view.devices(user) > 0)).containsExactlyElementsOf(expected);
            assertThat(expected).allMatch(user -> view.devices(user) == 1);
        }
    }
}
