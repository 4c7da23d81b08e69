package dev.beckon.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DirectOutputTest {

    private final EmbeddedChannel server = new EmbeddedChannel(new WebSocket13FrameEncoder(false), new Last());
    private final FrameOutput output = DirectOutput.of(server.pipeline().context(Last.class)).orElseThrow();

    private static final class Last extends ChannelInboundHandlerAdapter {}

    @AfterEach
    void nothing_is_left() {
        server.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 100_000})
    void a_text_of_any_length_arrives_as_one_frame(int length) {
        String text = "ö".repeat(length / 2) + "x".repeat(length % 2);

        output.write(true, utf8(text));

        try (Read read = read()) {
            assertThat(read.frame).isInstanceOf(TextWebSocketFrame.class);
            assertThat(((TextWebSocketFrame) read.frame).text()).isEqualTo(text);
            assertThat(read.frame.isFinalFragment()).isTrue();
        }
    }

    @Test
    void bytes_arrive_as_a_binary_frame() {
        output.write(false, new byte[] {1, 2, 3});

        try (Read read = read()) {
            assertThat(read.frame).isInstanceOf(BinaryWebSocketFrame.class);
            assertThat(read.frame.content().readableBytes()).isEqualTo(3);
        }
    }

    @Test
    void what_the_kernel_has_taken_waits_no_more() {
        output.write(true, utf8("x".repeat(1_000)));

        assertThat(output.pendingBytes()).isZero();
    }

    @Test
    void a_connection_that_is_gone_swallows_frames() {
        server.close();

        output.write(true, utf8("too late"));

        assertThat(server.<ByteBuf>readOutbound()).isNull();
        assertThat(output.pendingBytes()).isZero();
        server.checkException(); // fails if the pipeline got the error
    }

    @Test
    void a_pipeline_without_an_encoder_is_left_to_the_others() {
        EmbeddedChannel other = new EmbeddedChannel(new Last());

        assertThat(DirectOutput.of(other.pipeline().context(Last.class))).isEmpty();
        other.finishAndReleaseAll();
    }

    private record Read(WebSocketFrame frame, EmbeddedChannel client) implements AutoCloseable {

        @Override
        public void close() {
            assertThat(client.<Object>readInbound()).isNull();
            frame.release();
            client.finishAndReleaseAll();
        }
    }

    private Read read() {
        EmbeddedChannel client = new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(false).maxFramePayloadLength(1 << 20).build()));
        for (ByteBuf bytes = server.readOutbound(); bytes != null; bytes = server.readOutbound()) {
            client.writeInbound(bytes);
        }
        return new Read(client.readInbound(), client);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
