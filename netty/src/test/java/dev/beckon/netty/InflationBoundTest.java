package dev.beckon.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A message over the bound is never inflated behind it: no byte of it gets there. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InflationBoundTest {

    private static final int LIMIT = 1_000;
    private static final int RSV1 = 4;

    final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    final EmbeddedChannel channel = new EmbeddedChannel(new InflationBound(LIMIT));

    @Test
    void messages_at_the_limit_pass_however_many_refer_to_one_another() {
        for (int n = 0; n < 3; n++) {
            assertThat(channel.writeInbound(message(LIMIT))).isTrue();
        }

        assertThat(channel.inboundMessages()).hasSize(3);
        channel.finishAndReleaseAll();
    }

    @Test
    void one_byte_more_does_not_pass() {
        channel.writeInbound(message(LIMIT));

        assertThatExceptionOfType(CorruptedWebSocketFrameException.class)
                .isThrownBy(() -> channel.writeInbound(message(LIMIT + 1)))
                .satisfies(refused -> assertThat(refused.closeStatus().code()).isEqualTo(1009));

        assertThat(channel.inboundMessages()).hasSize(1);
        channel.finishAndReleaseAll();
    }

    @Test
    void the_frames_of_one_message_count_together() {
        byte[] deflated = deflated(LIMIT + 1);
        int half = deflated.length / 2;
        channel.writeInbound(new TextWebSocketFrame(false, RSV1, Unpooled.copiedBuffer(deflated, 0, half)));

        assertThatExceptionOfType(CorruptedWebSocketFrameException.class).isThrownBy(() -> channel.writeInbound(
                new ContinuationWebSocketFrame(true, 0, Unpooled.copiedBuffer(deflated, half, deflated.length - half))));
        channel.finishAndReleaseAll();
    }

    @Test
    void what_is_not_compressed_is_not_its_business() {
        assertThat(channel.writeInbound(new TextWebSocketFrame("a".repeat(LIMIT + 1)))).isTrue();
        channel.finishAndReleaseAll();
    }

    private TextWebSocketFrame message(int bytes) {
        return new TextWebSocketFrame(true, RSV1, Unpooled.copiedBuffer(deflated(bytes)));
    }

    /** Compressed without the tail, as a sender leaves it out. */
    private byte[] deflated(int bytes) {
        byte[] text = new byte[bytes];
        Arrays.fill(text, (byte) 'a');
        deflater.setInput(text);
        byte[] out = new byte[bytes + 100];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(out, length - 4);
    }
}
