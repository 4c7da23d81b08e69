package dev.beckon.notification.inbox.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LaneTableTest {

    @Test
    void ranges_and_single_lanes_are_dealt_out_and_a_server_may_have_none() {
        List<Integer> table = LaneTable.of(List.of("0-30, 40", "", "31-39,41-63"));

        assertThat(table).hasSize(64);
        assertThat(table.subList(0, 31)).isEqualTo(Collections.nCopies(31, 0));
        assertThat(table.get(40)).isZero();
        assertThat(table.subList(31, 40)).isEqualTo(Collections.nCopies(9, 2));
        assertThat(table.subList(41, 64)).isEqualTo(Collections.nCopies(23, 2));
    }

    @Test
    void a_lane_that_no_server_has_is_named() {
        assertThatThrownBy(() -> LaneTable.of(List.of("0-31", "33-63"))).isInstanceOf(ConfigurationException.class)
                .hasMessage("notification.shards: lane 32 is dealt out to no server; name each of 0-63 once.");
    }

    @Test
    void a_lane_that_two_servers_have_is_named_with_both() {
        assertThatThrownBy(() -> LaneTable.of(List.of("0-31", "31-63"))).isInstanceOf(ConfigurationException.class)
                .hasMessage("notification.shards: lane 31 is dealt out twice, to shards[0] and shards[1].");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-64", "64", "5-4", "0-31;32", "all", "0-", "-3", "1,,2", "0-31,"})
    void a_list_that_is_none_is_named_with_its_server(String list) {
        assertThatThrownBy(() -> LaneTable.of(List.of("", list))).isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("notification.shards[1].lanes: '").hasMessageContaining("0 to 63");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://db/beckon", "postgresql://db", "postgresql://db/", "postgresql://ada:secret@db/beckon", "db",
            "postgresql://db:x/beckon"})
    void an_address_that_is_none_is_refused_without_showing_it(String url) {
        assertThatThrownBy(() -> ServerUrl.of(url)).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("postgresql://host:port/database").hasMessageNotContaining("secret");
    }

    @Test
    void parameters_of_an_address_are_for_JDBC() {
        ServerUrl url = ServerUrl.of("postgresql://db.example.com/beckon?sslmode=verify-full&sslrootcert=/etc/ca.crt");

        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example.com:5432/beckon?sslmode=verify-full&sslrootcert=/etc/ca.crt");
        assertThat(url.withoutParameters()).isEqualTo("postgresql://db.example.com:5432/beckon");
    }
}
