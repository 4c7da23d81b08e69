package dev.beckon.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.contracts.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PostgresPlanTest {

    @TempDir
    Path data;

    @Test
    void servers_share_the_lanes_in_equal_ranges() {
        assertThat(lanes(1)).containsExactly("0-63");
        assertThat(lanes(3)).containsExactly("0-20", "21-41", "42-63");
        assertThat(lanes(64)).startsWith("0", "1").endsWith("63");
    }

    @Test
    void the_server_of_a_lane_is_the_one_whose_range_has_it() {
        for (int servers = 1; servers <= Lane.COUNT; servers++) {
            PostgresPlan plan = new PostgresPlan(data, servers);
            Map<Integer, Integer> held = new HashMap<>();
            for (Lane lane : Lane.ALL) {
                int server = plan.serverOf(lane);
                held.merge(server, 1, Integer::sum);
                String[] range = plan.lanes(server).split("-");
                assertThat(lane.number()).isBetween(Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]));
            }
            assertThat(held).hasSize(servers);
            assertThat(held.values()).allMatch(lanes -> lanes == Lane.COUNT / plan.servers() || lanes == Lane.COUNT / plan.servers() + 1);
        }
    }

    @Test
    void data_of_another_number_of_servers_is_refused() throws IOException {
        PostgresPlan three = new PostgresPlan(data, 3);
        Files.createDirectories(three.directory(1));

        three.refuseDataOfAnotherNumber();

        assertThatThrownBy(() -> new PostgresPlan(data, 1).refuseDataOfAnotherNumber())
                .isInstanceOf(StackFailedException.class)
                .hasMessageContainingAll("inboxes of 3 PostgreSQL servers", "--postgres 3", "--fresh");
    }

    @Test
    void data_of_the_only_server_is_refused_to_several() throws IOException {
        Files.createDirectories(data.resolve("postgres"));
        Files.createDirectories(data.resolve("kafka"));

        new PostgresPlan(data, 1).refuseDataOfAnotherNumber();

        assertThatThrownBy(() -> new PostgresPlan(data, 2).refuseDataOfAnotherNumber()).hasMessageContaining("--postgres 1");
    }

    @Test
    void a_folder_without_data_takes_any_number() {
        new PostgresPlan(data, 7).refuseDataOfAnotherNumber();
        new PostgresPlan(data.resolve("missing"), 7).refuseDataOfAnotherNumber();
    }

    private List<String> lanes(int servers) {
        PostgresPlan plan = new PostgresPlan(data, servers);
        return IntStream.range(0, servers).mapToObj(plan::lanes).toList();
    }
}
