package dev.beckon.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RedisClusterIT {

    /** The slot of the key {@code foo}, by Redis's documentation. */
    static final int FOO = 12_182;

    @TempDir
    Path directory;

    RedisCluster cluster;

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void masters_share_the_slots() {
        cluster = RedisCluster.start(directory, 3);

        assertThat(cluster.master(0)).isSameAs(cluster.nodes().get(0));
        assertThat(cluster.master(5_461)).isSameAs(cluster.nodes().get(1));
        assertThat(cluster.master(RedisCluster.SLOTS - 1)).isSameAs(cluster.nodes().get(2));
        assertThat(cluster.hosts().split(",")).hasSize(3);
        cluster.master(FOO).ask("SET", "foo", "bar");
        assertThatThrownBy(() -> cluster.master(0).ask("GET", "foo")).hasMessageContaining("MOVED " + FOO);
    }

    @Test
    void a_slot_moves_with_its_keys() {
        cluster = RedisCluster.start(directory, 3);
        cluster.master(FOO).ask("SET", "foo", "bar");

        cluster.migrate(FOO, cluster.nodes().getFirst());

        assertThat(cluster.master(FOO)).isSameAs(cluster.nodes().getFirst());
        assertThat(cluster.nodes().getFirst().ask("GET", "foo").text()).isEqualTo("bar");
        cluster.flushAll();
        assertThat(cluster.nodes().getFirst().ask("EXISTS", "foo").number()).isZero();
    }

    @Test
    void a_replica_takes_over_from_its_master_whether_that_lives_or_not() {
        cluster = RedisCluster.start(directory, 3, 1);
        RedisServer first = cluster.master(FOO);

        RedisServer second = cluster.failover(first);

        assertThat(cluster.master(FOO)).isSameAs(second).isNotSameAs(first);
        second.kill();
        assertThat(cluster.failover(second)).isSameAs(first);
        second.start();
        assertThat(cluster.master(FOO)).isSameAs(first);
    }

    @Test
    void another_start_on_the_same_directory_finds_the_data() {
        try (RedisCluster earlier = RedisCluster.start(directory, 3)) {
            earlier.master(FOO).ask("SET", "foo", "bar");
        }

        cluster = RedisCluster.start(directory, 3);

        assertThat(cluster.master(FOO).ask("GET", "foo").text()).isEqualTo("bar");
    }
}
