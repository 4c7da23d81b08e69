package dev.beckon.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beckon.redis.RedisTag;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class LaneTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/lanes.csv")
    void a_recipient_has_the_lane_that_any_language_computes(int lane, String recipient) {
        assertEquals(lane, Lane.of(recipient).number());
    }

    @Test
    void in_a_Redis_Cluster_the_tag_of_a_recipient_has_the_number_of_the_lane() {
        assertEquals(Lane.COUNT, RedisTag.COUNT);
        for (String user : List.of("bob", "ünal", "a:b", "", "user-1")) {
            assertEquals(Lane.of(user).number(), RedisTag.of(InboxFrame.TOPIC_PREFIX + user).number());
        }
    }

    @Test
    void recipients_are_spread_evenly_over_all_lanes() {
        Map<Lane, Long> sizes = IntStream.range(0, 64_000).mapToObj(number -> Lane.of("user-" + number))
                .collect(Collectors.groupingBy(lane -> lane, Collectors.counting()));

        assertEquals(Lane.COUNT, sizes.size());
        assertTrue(sizes.values().stream().allMatch(size -> size > 800 && size < 1_200), sizes.toString());
    }

    @Test
    void recipients_are_divided_by_lane_and_keep_their_order() {
        var divided = Lane.divide(List.of("dave", "alice", "bob", "carol"));

        assertEquals(List.of(0, 3, 7, 56), divided.keySet().stream().map(Lane::number).toList());
        List<String> users = IntStream.range(0, 1_000).mapToObj(number -> "user-" + number).toList();
        Lane.divide(users).forEach((lane, its) -> assertEquals(users.stream().filter(user -> Lane.of(user).equals(lane)).toList(), its));
    }
}
