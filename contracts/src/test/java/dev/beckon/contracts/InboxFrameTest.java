package dev.beckon.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.beckon.contracts.InboxFrame.Revisions;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InboxFrameTest {

    static final UUID EPOCH = UUID.fromString("00000000-0000-4000-8000-000000000001");
    static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void a_frame_is_the_channels_librarys_form_without_an_origin() {
        InboxFrame frame = new InboxFrame("new_notification", 41, 42, EPOCH, "{\"a\":\"ö\"}");

        assertThat(new String(frame.encode(), StandardCharsets.UTF_8)).isEqualTo(
                "new_notification\t\t41 42 00000000-0000-4000-8000-000000000001\n{\"a\":\"ö\"}");
        assertThat(InboxFrame.redisChannel("bob")).isEqualTo("beckon:notifications:bob");
    }

    @Test
    void a_gateway_reads_its_headers_alone() {
        assertThat(Revisions.parse("41 42 " + EPOCH)).isEqualTo(new Revisions(41, 42, EPOCH));
    }

    @Test
    void a_trail_travels_in_the_headers_and_is_not_needed_to_read_them() {
        Trail trail = new Trail(1_795_239_570_531L, TRACEPARENT);

        String headers = headers(new InboxFrame("new_notification", 41, 42, EPOCH, trail, "{}"));

        assertThat(headers).isEqualTo("41 42 " + EPOCH + " at=1795239570531 trace=" + TRACEPARENT);
        assertThat(Revisions.parse(headers)).isEqualTo(new Revisions(41, 42, EPOCH));
        assertThat(Trail.parse(headers)).isEqualTo(trail);
        assertThat(Trail.acceptedAt(headers)).isEqualTo(1_795_239_570_531L);
        assertThat(Trail.isTraced(headers)).isTrue();
    }

    @Test
    void without_a_trail_nothing_is_added() {
        String headers = headers(new InboxFrame("new_notification", 41, 42, EPOCH, "{}"));

        assertThat(headers).isEqualTo("41 42 " + EPOCH);
        assertThat(Trail.parse(headers)).isEqualTo(Trail.NONE);
        assertThat(Trail.isTraced(headers)).isFalse();
    }

    /** Whatever can publish in Redis can write them; what is read of them ends in metrics and traces. */
    @ParameterizedTest
    @ValueSource(strings = {" at=", " at=x", " at=-5", " at=99999999999999999999", " trace=", " trace=00-1-2-01", " later=1"})
    void a_trail_that_is_nonsense_is_unknown(String trail) {
        assertThat(Trail.parse("41 42 " + EPOCH + trail)).isEqualTo(Trail.NONE);
        assertThat(Revisions.parse("41 42 " + EPOCH + trail)).isEqualTo(new Revisions(41, 42, EPOCH));
    }

    private static String headers(InboxFrame frame) {
        String message = new String(frame.encode(), StandardCharsets.UTF_8);
        return message.substring("new_notification\t\t".length(), message.indexOf('\n'));
    }

    @Test
    void a_stale_frame_follows_itself() {
        assertThat(InboxFrame.stale(42, EPOCH)).isEqualTo(new InboxFrame(InboxFrame.STALE, 42, 42, EPOCH, "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "41 42", "41 42 x", "a 42 00000000-0000-4000-8000-000000000001", "41 42 1 2"})
    void other_headers_are_refused(String headers) {
        assertThatIllegalArgumentException().isThrownBy(() -> Revisions.parse(headers));
    }
}
