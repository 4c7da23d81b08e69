package dev.beckon.mention.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Lane;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LanePartitionerTest {

    @Test
    void with_as_many_partitions_each_lane_has_its_own() {
        Lane.ALL.forEach(lane -> assertThat(partition(lane.key(), Lane.COUNT)).isEqualTo(lane.number()));
    }

    @Test
    void with_fewer_partitions_lanes_share_them_evenly() {
        Lane.ALL.forEach(lane -> assertThat(partition(lane.key(), 6)).isEqualTo(lane.number() % 6));
    }

    @Test
    void a_key_that_is_no_lane_has_the_lane_of_its_text() {
        for (String key : List.of("comment-4711", "64", "07", "")) {
            assertThat(partition(key, Lane.COUNT)).isEqualTo(Lane.of(key).number());
        }
        assertThat(new LanePartitioner().partition("lanes", null, null, "", new byte[0], cluster(Lane.COUNT))).isZero();
    }

    static int partition(String key, int partitions) {
        return new LanePartitioner().partition("lanes", key, key.getBytes(UTF_8), "", new byte[0], cluster(partitions));
    }

    static Cluster cluster(int partitions) {
        Node node = new Node(1, "localhost", 9092);
        return new Cluster("id", List.of(node), IntStream.range(0, partitions)
                .mapToObj(partition -> new PartitionInfo("lanes", partition, node, new Node[0], new Node[0])).toList(), Set.of(), Set.of());
    }
}
