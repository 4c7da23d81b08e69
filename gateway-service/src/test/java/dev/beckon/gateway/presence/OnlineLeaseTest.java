package dev.beckon.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.gateway.presence.OnlineLease.Times;
import dev.beckon.redis.RedisSlot;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What a lease writes, and when. Time is in seconds; Redis answers nil to everything, so it never has the last renewal. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OnlineLeaseTest {

    final OnlineKeys keys = new OnlineKeys("test:", true, "standalone");
    final OnlineLease lease = new OnlineLease(0, keys, Times.DEFAULT, 0);

    @Test
    void a_user_is_written_as_he_is_when_the_pipeline_is_made() {
        lease.add("ada");
        lease.add("bob");
        lease.remove("bob");

        assertThat(commands(lease.next(0))).containsExactlyInAnyOrder("set", "zadd", "expire", "zrem");
        assertThat(lease.next(1)).as("while one is under way").isEmpty();
    }

    @Test
    void of_several_devices_only_the_first_and_the_last_are_written() {
        lease.add("ada");
        write(0);

        lease.add("ada");
        lease.remove("ada");
        assertThat(lease.unwritten()).isZero();
        lease.remove("ada");

        assertThat(commands(lease.next(1))).containsExactly("zrem");
    }

    @Test
    void a_change_after_the_pipeline_is_made_is_in_the_next() {
        lease.add("ada");
        lease.next(0);

        lease.remove("ada");
        lease.written(nils(3), 0);

        assertThat(commands(lease.next(seconds(1)))).containsExactly("zrem");
    }

    @Test
    void a_failed_pipeline_is_repeated_after_a_pause() {
        lease.add("ada");
        lease.next(0);
        lease.failed(0);

        assertThat(lease.next(seconds(0.4))).isEmpty();
        assertThat(commands(lease.next(seconds(0.5)))).containsExactly("set", "zadd", "expire");
    }

    @Test
    void a_renewal_that_finds_another_number_writes_all_users_again_in_bounded_pipelines() {
        IntStream.range(0, 600).forEach(i -> lease.add("user" + i));
        for (int i = 0; i < 3; i++) {
            write(0);
        }
        assertThat(lease.unwritten()).isZero();

        write(5);

        assertThat(lease.unwritten()).isEqualTo(600);
        assertThat(lease.isUncertain(seconds(5))).isTrue();
        assertThat(lease.next(seconds(5))).hasSize(2 * OnlineLease.USERS_PER_PIPELINE);
        assertThat(lease.isUncertain(seconds(12))).isFalse();
    }

    @Test
    void as_many_as_may_leave_unwritten_and_one_more() {
        lease.add("ada");
        String id = lease.id();
        leave(0, OnlineLease.MAX_LEFT);
        lease.next(0);
        lease.failed(0);
        assertThat(lease.id()).isEqualTo(id);
        assertThat(lease.unwritten()).isEqualTo(OnlineLease.MAX_LEFT + 1);

        leave(OnlineLease.MAX_LEFT, 1);
        lease.next(seconds(1));
        lease.failed(seconds(1));

        assertThat(lease.id()).as("a lease under which none of them is").isNotEqualTo(id);
        assertThat(lease.unwritten()).as("ada").isEqualTo(1);
    }

    @Test
    void in_a_cluster_the_keys_of_a_group_share_a_slot() {
        OnlineKeys cluster = new OnlineKeys("test:", true, "cluster");

        assertThat(cluster.groups()).isEqualTo(64);
        for (String user : List.of("ada", "bob", "a:b", "{x}", "😀")) {
            assertThat(RedisSlot.of(cluster.lease(cluster.group(user), lease.id()))).isEqualTo(RedisSlot.of(cluster.user(user)));
        }
    }

    private void leave(int from, int count) {
        IntStream.range(from, from + count).mapToObj(i -> "user" + i).forEach(user -> {
            lease.add(user);
            lease.remove(user);
        });
    }

    private void write(double at) {
        lease.written(nils(lease.next(seconds(at)).size()), seconds(at));
    }

    private static List<Response> nils(int count) {
        return new ArrayList<>(Collections.nCopies(count, null));
    }

    private static Stream<String> commands(List<Request> pipeline) {
        return pipeline.stream().map(request -> request.command().toString());
    }

    private static long seconds(double count) {
        return (long) (count * Duration.ofSeconds(1).toNanos());
    }
}
