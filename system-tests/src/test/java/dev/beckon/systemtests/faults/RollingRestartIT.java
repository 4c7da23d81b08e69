package dev.beckon.systemtests.faults;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertNewsOrSnapshot;
import static dev.beckon.testservers.Await.AFTER_RESTART;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SecondProcesses;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every process of all three services is replaced, one of each service at a time, while mentions are posted and clients are
 * connected.
 */
@SystemTest
class RollingRestartIT {

    static final int TEAMS = 4;
    static final Duration BETWEEN_POSTS = Duration.ofMillis(50);

    /**
     * The processes of a round are stopped in this order and started together. The gateways call only the first
     * notification-service, so it stops last.
     */
    static final List<List<String>> ROUNDS = List.of(
            List.of("gateway-1", "mention-1", "notification-2"), List.of("gateway-2", "mention-2"),
            List.of("gateway-3", "notification-1"));

    final Beckon beckon;
    final String alice;
    final List<String> users;
    final Queue<String> posted = new ConcurrentLinkedQueue<>();

    RollingRestartIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
        this.users = IntStream.range(0, TEAMS - 1).mapToObj(i -> beckon.user("user" + i)).toList();
    }

    @Test
    void no_post_fails_no_notification_is_lost_and_every_client_is_asked_to_come_back() throws Exception {
        List<Device> devices = IntStream.rangeClosed(1, 3).mapToObj(gateway -> beckon.device(gateway, alice)).toList();
        try (SecondProcesses fleet = beckon.fleet();
                LoadBalancer balancer = new LoadBalancer(fleet.mentions(), beckon.token("ada", "mentions:write"));
                ExecutorService teams = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicBoolean ended = new AtomicBoolean();
            List<Future<?>> load = IntStream.range(0, TEAMS)
                    .<Future<?>>mapToObj(team -> teams.submit(() -> postUntil(ended, team, balancer))).toList();
            try {
                for (int round = 0; round < ROUNDS.size(); round++) {
                    within(AFTER_RESTART).untilAsserted(() -> assertThat(balancer.isWhole()).isTrue());
                    replace(ROUNDS.get(round), GatewayClients.at(round + 1, beckon), fleet, devices);
                }
            } finally {
                ended.set(true); // otherwise closing the executor would wait for ever
            }
            for (Future<?> team : load) {
                team.get(); // throws the failure of the first post that failed
            }
            System.out.printf("%d posts, %d of them repeated at another process%n", posted.size(), balancer.repeated());
        }

        within(AFTER_RESTART).untilAsserted(() -> assertThat(missing(posted.size())).isZero());
        for (Device device : devices) {
            within(AFTER_RESTART).untilAsserted(() -> assertExact(device.view(), beckon.inboxes(), alice));
            assertNewsOrSnapshot(device.view(), posted.stream().filter(excerpt -> excerpt.startsWith("3:")).toList());
        }
    }

    /** The other process of a service finishes the work of the one that stopped, before the next one stops. */
    private void replace(List<String> names, GatewayClients crowd, SecondProcesses fleet, List<Device> devices) throws Exception {
        for (String name : names) {
            fleet.stop(name);
            int accepted = posted.size();
            long stopped = System.nanoTime();
            within(AFTER_RESTART).untilAsserted(() -> assertThat(missing(accepted)).isLessThanOrEqualTo(0));
            System.out.printf("what came before %s had stopped was stored %d ms later%n",
                    name, Duration.ofNanos(System.nanoTime() - stopped).toMillis());
            within(AFTER_RESTART).untilAsserted(() -> assertThat(devices).allMatch(Device::isJoined));
        }
        Duration spread = crowd.assertToldToComeBack();
        System.out.printf("%s: its clients were closed over %d ms%n", names.getFirst(), spread.toMillis());
        fleet.start(names);
    }

    /** One team mentions alice, whose devices are connected; the others mention users who connect later. */
    private void postUntil(AtomicBoolean ended, int team, LoadBalancer balancer) {
        for (int i = 0; !ended.get(); i++) {
            String excerpt = team + ": " + i;
            balancer.post(excerpt, List.of(team == TEAMS - 1 ? alice : users.get(team)));
            posted.add(excerpt);
            LockSupport.parkNanos(BETWEEN_POSTS.toNanos());
        }
    }

    /** The number of {@code accepted} mentions without a row; fails if an inbox counts differently. */
    private long missing(int accepted) {
        String[] all = IntStream.range(0, TEAMS).mapToObj(i -> i == TEAMS - 1 ? alice : users.get(i)).toArray(String[]::new);
        assertThat(beckon.database().count("""
                SELECT count(*) FROM inbox i WHERE recipient_id = ANY (?) AND unread <> (
                    SELECT count(*) FROM notification n WHERE n.recipient_id = i.recipient_id)
                """, (Object) all)).isZero();
        return accepted - beckon.database().count("SELECT count(*) FROM notification WHERE recipient_id = ANY (?)", (Object) all);
    }
}
