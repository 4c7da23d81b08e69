package dev.beckon.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.testclients.swarm.SwarmFrames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TimedFrameTest {

    /** Unmasks a client's frame: RFC 6455 §5.2 and §5.3. */
    private static String unmasked(ByteBuffer frame) {
        assertThat(frame.get()).isEqualTo((byte) 0x81);
        int length = frame.get() & 0x7f;
        if (length == 126) {
            length = frame.getShort();
        }
        byte[] mask = new byte[4];
        frame.get(mask);
        byte[] text = new byte[length];
        frame.get(text);
        assertThat(frame.hasRemaining()).isFalse();
        for (int i = 0; i < length; i++) {
            text[i] ^= mask[i & 3];
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    @Test
    void a_timed_frame_carries_the_time_it_is_sent_with() {
        TimedFrame frame = TimedFrame.of("[\"1\",\"" + TimedFrame.TIME + "\",\"" + "x".repeat(200) + "\"]");

        assertThat(unmasked(frame.at(1))).startsWith("[\"1\",\"0000000000000000001\"");
        assertThat(unmasked(frame.at(1_234_567_890_123_456_789L))).startsWith("[\"1\",\"1234567890123456789\"");
    }

    @Test
    void a_bare_server_reads_and_writes_what_the_clients_do() {
        for (String text : List.of("x".repeat(125), "x".repeat(126), "ü".repeat(1_000))) {
            assertThat(BareServer.read(SwarmFrames.text(text))).isEqualTo(text);
        }
        ByteBuffer frame = BareServer.unmasked("x".repeat(126), ByteBuffer.allocate(1_024));

        assertThat(frame.remaining()).isEqualTo(4 + 126);
        assertThat(frame.getInt(0)).isEqualTo(0x817e007e);
    }

    @Test
    void a_time_is_read_where_it_stands() {
        ByteBuffer in = ByteBuffer.wrap("ab0000000000000000042cd".getBytes(StandardCharsets.US_ASCII));

        assertThat(TimedFrame.time(in, 2)).isEqualTo(42);
        assertThat(TimedFrame.time(in, 1)).isEqualTo(-1);
        assertThat(TimedFrame.time(in, 5)).isEqualTo(-1);
    }

    @Test
    void the_answers_of_two_processes_add_up() {
        Histogram fast = LoadAnswer.histogram();
        fast.recordValue(10);
        Histogram slow = LoadAnswer.histogram();
        slow.recordValue(1_000);

        LoadAnswer both = LoadAnswer.sum(List.of(LoadAnswer.of(1, fast), LoadAnswer.of(2, slow)));

        assertThat(both.count()).isEqualTo(3);
        assertThat(both.micros().getTotalCount()).isEqualTo(2);
        assertThat(both.micros().getMaxValue()).isEqualTo(1_000);
    }
}
