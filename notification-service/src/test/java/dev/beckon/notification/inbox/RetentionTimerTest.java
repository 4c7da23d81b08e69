package dev.beckon.notification.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RetentionTimerTest {

    @ParameterizedTest
    @CsvSource({"100, 0.1, 900", "100, 0.5, 100", "100, 1, 0", "1, 0.001, 999"})
    void turns_take_their_share_of_the_time(long turnMillis, double share, long restMillis) {
        assertThat(RetentionTimer.rest(Duration.ofMillis(turnMillis), share).toMillis()).isEqualTo(restMillis);
    }
}
