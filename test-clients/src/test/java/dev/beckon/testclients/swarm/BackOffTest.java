package dev.beckon.testclients.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BackOffTest {

    /** phoenix, assets/js/phoenix/socket.js. */
    @ParameterizedTest
    @CsvSource({"RECONNECT,1,10", "RECONNECT,2,50", "RECONNECT,9,2000", "RECONNECT,10,5000", "RECONNECT,99,5000",
            "REJOIN,1,1000", "REJOIN,3,5000", "REJOIN,4,10000"})
    void the_pauses_are_those_of_phoenix_js(BackOff backOff, int attempt, long millis) {
        assertThat(backOff.millis(attempt)).isEqualTo(millis);
    }
}
