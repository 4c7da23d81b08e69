package dev.beckon.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RedisClusterIT {

    /** The slot of the key {@code foo}, by Redis's documentation. */
    static final int FOO = 12_182;

    /** The slot of the key {@code somekey}, by Redis's documentation. */
    static final int SOMEKEY = 11_058;

    /** Three masters, each with a replica, for all tests: a cluster needs seconds to form. */
    static RedisCluster cluster;

    @BeforeAll
    static void start(@TempDir Path directory) {
        cluster = RedisCluster.start(directory, 3, 1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void masters_share_the_slots() {
        assertThat(cluster.master(0)).isSameAs(cluster.nodes().get(0));
        assertThat(cluster.master(5_461)).isSameAs(cluster.nodes().get(1));
        assertThat(cluster.master(RedisCluster.SLOTS - 1)).isSameAs(cluster.nodes().get(2));
        assertThat(cluster.hosts().split(",")).hasSize(6);
        cluster.master(FOO).ask("SET", "foo", "bar");
        assertThatThrownBy(() -> cluster.master(0).ask("GET", "foo")).hasMessageContaining("MOVED " + FOO);
    }

    @Test
    void a_slot_moves_with_its_keys() {
        cluster.master(SOMEKEY).ask("SET", "somekey", "bar");

        cluster.migrate(SOMEKEY, cluster.nodes().getFirst());

        assertThat(cluster.master(SOMEKEY)).isSameAs(cluster.nodes().getFirst());
        assertThat(cluster.nodes().getFirst().ask("GET", "somekey").text()).isEqualTo("bar");
        cluster.flushAll();
        assertThat(cluster.nodes().getFirst().ask("EXISTS", "somekey").number()).isZero();
    }

    @Test
    void a_replica_takes_over_from_its_master_whether_that_lives_or_not() {
        RedisServer first = cluster.master(FOO);

        RedisServer second = cluster.failover(first);

        assertThat(cluster.master(FOO)).isSameAs(second).isNotSameAs(first);
        second.kill();
        assertThat(cluster.failover(second)).isSameAs(first);
        second.start();
        assertThat(cluster.master(FOO)).isSameAs(first);
    }

    @Test
    void another_start_on_the_same_directory_finds_the_data(@TempDir Path directory) {
        try (RedisCluster earlier = RedisCluster.start(directory, 1)) {
            earlier.master(FOO).ask("SET", "foo", "bar");
        }

        try (RedisCluster later = RedisCluster.start(directory, 1)) {
            assertThat(later.master(FOO).ask("GET", "foo").text()).isEqualTo("bar");
        }
    }
}
