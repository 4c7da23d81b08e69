package dev.beckon.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KeptPortsTest {

    @TempDir
    Path directory;

    final Set<Integer> taken = new HashSet<>();
    final List<String> reports = new ArrayList<>();

    @Test
    void each_process_has_its_port_however_many_of_the_others_run() {
        StackPorts few = ports(OptionalInt.empty());
        assertThat(few.ofService("gateway", 1)).isEqualTo(8080);
        assertThat(few.ofService("mention", 1)).isEqualTo(8081);
        assertThat(few.ofService("notification", 1)).isEqualTo(8082);

        StackPorts many = ports(OptionalInt.empty());
        assertThat(many.ofService("gateway", 1)).isEqualTo(8080);
        assertThat(many.ofService("gateway", 2)).isEqualTo(8090);
        assertThat(many.ofService("notification", 3)).isEqualTo(8102);
        assertThat(reports).isEmpty();
    }

    @Test
    void a_taken_port_moves_its_service_to_the_next_that_is_no_others_and_it_stays_there() {
        taken.addAll(Set.of(8080, 8083));

        assertThat(ports(OptionalInt.empty()).ofService("gateway", 1)).isEqualTo(8084);
        assertThat(reports).containsExactly("port 8080 or 9080 is taken: gateway-1 is at 8084, now and at later starts");

        taken.clear();
        assertThat(ports(OptionalInt.empty()).ofService("gateway", 1)).isEqualTo(8084);
        assertThat(reports).hasSize(1);
    }

    @Test
    void a_service_moves_also_for_the_port_of_its_health_and_metrics() {
        taken.add(9081);

        assertThat(ports(OptionalInt.empty()).ofService("mention", 1)).isEqualTo(8083);
    }

    @Test
    void another_first_port_moves_all_services_and_no_server() {
        StackPorts before = ports(OptionalInt.empty());
        before.ofService("mention", 1);
        int kafka = before.ofServer("kafka");

        StackPorts moved = ports(OptionalInt.of(7000));
        assertThat(moved.ofService("mention", 1)).isEqualTo(7001);
        assertThat(moved.ofServer("kafka")).isEqualTo(kafka);
        assertThat(ports(OptionalInt.empty()).ofService("notification", 2)).isEqualTo(7012);
    }

    @Test
    void a_server_whose_port_is_taken_gets_another_for_good() {
        int first = ports(OptionalInt.empty()).ofServer("redis");
        taken.add(first);

        int second = ports(OptionalInt.empty()).ofServer("redis");

        assertThat(second).isNotEqualTo(first);
        assertThat(reports).containsExactly("port %d is taken: redis is at %d, now and at later starts".formatted(first, second));
        taken.clear();
        assertThat(ports(OptionalInt.empty()).ofServer("redis")).isEqualTo(second);
    }

    @Test
    void a_first_port_leaves_room_above_it() {
        assertThat(KeptPorts.checked(1024)).isEqualTo(1024);
        assertThat(KeptPorts.checked(60_000)).isEqualTo(60_000);
        for (int impossible : List.of(0, 1023, 60_001)) {
            assertThatThrownBy(() -> KeptPorts.checked(impossible)).isInstanceOf(StackFailedException.class)
                    .hasMessage("port %d: the first port is one of 1024 to 60000", impossible);
        }
    }

    private StackPorts ports(OptionalInt first) {
        return new KeptPorts(directory, first, ports -> IntStream.of(ports).noneMatch(taken::contains), reports::add);
    }
}
