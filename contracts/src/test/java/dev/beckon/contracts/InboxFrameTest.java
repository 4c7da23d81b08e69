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
    void a_stale_frame_follows_itself() {
        assertThat(InboxFrame.stale(42, EPOCH)).isEqualTo(new InboxFrame(InboxFrame.STALE, 42, 42, EPOCH, "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "41 42", "41 42 x", "a 42 00000000-0000-4000-8000-000000000001", "41 42 1 2"})
    void other_headers_are_refused(String headers) {
        assertThatIllegalArgumentException().isThrownBy(() -> Revisions.parse(headers));
    }
}
