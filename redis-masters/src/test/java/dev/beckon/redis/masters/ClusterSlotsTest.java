package dev.beckon.redis.masters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ClusterSlotsTest {

    @Test
    void an_error_names_the_new_masters_of_slots_that_have_moved() {
        assertThat(ClusterSlots.moved("MOVED 3999 127.0.0.1:6381", "10.0.0.1")).isEqualTo(Map.of(3999, "127.0.0.1:6381"));
        assertThat(ClusterSlots.moved("ERR [0] MOVED 1 a:1\nERR [7] MOVED 2 b:2", "10.0.0.1")).isEqualTo(Map.of(1, "a:1", 2, "b:2"));
        assertThat(ClusterSlots.moved("CLUSTERDOWN The cluster is down", "10.0.0.1")).isEmpty();
    }

    @Test
    void a_node_that_leaves_out_the_host_means_the_one_that_was_asked() {
        assertThat(ClusterSlots.moved("MOVED 1 :6381", "10.0.0.1")).isEqualTo(Map.of(1, "10.0.0.1:6381"));
        assertThat(ClusterSlots.moved("MOVED 1 ?:6381", "10.0.0.1")).isEqualTo(Map.of(1, "10.0.0.1:6381"));
    }

    @Test
    void IPv6_gets_brackets() {
        assertThat(ClusterSlots.moved("MOVED 1 2001:db8::1:6381", "h")).isEqualTo(Map.of(1, "[2001:db8::1]:6381"));
        assertThat(ClusterSlots.host("[2001:db8::1]:6381")).isEqualTo("[2001:db8::1]");
    }
}
