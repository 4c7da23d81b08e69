package dev.beckon.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.beckon.contracts.InboxFrame.Revisions;
import dev.beckon.redis.RedisPrefix;
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
        InboxFrame frame = frame(Trail.NONE, "{\"a\":\"ö\"}");

        assertThat(frame.message().encode()).isEqualTo(
                "new_notification\t\t41 42 00000000-0000-4000-8000-000000000001\n{\"a\":\"ö\"}");
        assertThat(new RedisPrefix(InboxFrame.REDIS_PREFIX).channel(frame.topic(InboxFrame.TOPIC_PREFIX)))
                .isEqualTo("beckon:notifications:bob");
    }

    @Test
    void a_gateway_reads_its_headers_alone() {
        assertThat(Revisions.parse("41 42 " + EPOCH)).isEqualTo(new Revisions(41, 42, EPOCH));
    }

    @Test
    void a_trail_travels_in_the_headers_and_is_not_needed_to_read_them() {
        Trail trail = new Trail(1_795_239_570_531L, TRACEPARENT, EPOCH.toString());

        String headers = headers(frame(trail, "{}"));

        assertThat(headers).isEqualTo("41 42 " + EPOCH + " at=1795239570531 trace=" + TRACEPARENT + " mention=" + EPOCH);
        assertThat(Revisions.parse(headers)).isEqualTo(new Revisions(41, 42, EPOCH));
        assertThat(Trail.parse(headers)).isEqualTo(trail);
        assertThat(Trail.acceptedAt(headers)).isEqualTo(1_795_239_570_531L);
        assertThat(Trail.isTraced(headers)).isTrue();
    }

    @Test
    void without_a_trail_nothing_is_added() {
        String headers = headers(frame(Trail.NONE, "{}"));

        assertThat(headers).isEqualTo("41 42 " + EPOCH);
        assertThat(Trail.parse(headers)).isEqualTo(Trail.NONE);
        assertThat(Trail.isTraced(headers)).isFalse();
    }

    /** Any program that can publish in Redis can write these headers; their values end in metrics and traces. */
    @ParameterizedTest
    @ValueSource(strings = {" at=", " at=x", " at=-5", " at=99999999999999999999", " trace=", " trace=00-1-2-01", " mention=",
            " mention=a-line\nof-the-log", " later=1"})
    void a_trail_that_is_nonsense_is_unknown(String trail) {
        assertThat(Trail.parse("41 42 " + EPOCH + trail)).isEqualTo(Trail.NONE);
        assertThat(Revisions.parse("41 42 " + EPOCH + trail)).isEqualTo(new Revisions(41, 42, EPOCH));
    }

    private static InboxFrame frame(Trail trail, String payload) {
        return new InboxFrame("bob", "new_notification", new Revisions(41, 42, EPOCH), trail, payload);
    }

    private static String headers(InboxFrame frame) {
        return frame.message().headers();
    }

    @Test
    void a_stale_frame_follows_itself() {
        assertThat(InboxFrame.stale("bob", 42, EPOCH)).isEqualTo(
                new InboxFrame("bob", InboxFrame.STALE, new Revisions(42, 42, EPOCH), Trail.NONE, "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "41 42", "41 42 x", "a 42 00000000-0000-4000-8000-000000000001", "41 42 1 2"})
    void other_headers_are_refused(String headers) {
        assertThatIllegalArgumentException().isThrownBy(() -> Revisions.parse(headers));
    }
}
