package dev.beckon.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DirectInputTest {

    private static final int MAX_MESSAGE_BYTES = 10;

    private final List<String> received = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new Last());
    private final DirectInput input = DirectInput.handle(channel.pipeline().context(Last.class), MAX_MESSAGE_BYTES);
    private final DirectInput.Listener listener = new Recorder();
    private final DirectInput.Listener failing = new Recorder() {
        @Override
        public void text(String message) {
            throw new IllegalStateException("a bug");
        }
    };

    private class Recorder implements DirectInput.Listener {

        @Override
        public void text(String message) {
            received.add(message);
        }

        @Override
        public void binary(byte[] message) {
            received.add("bytes:" + new String(message, StandardCharsets.US_ASCII));
        }

        @Override
        public void tooBig(String why) {
            received.add("too big");
        }

        @Override
        public void over() {
            received.add("over");
        }
    }

    /** Like Vert.x's handler, which gets everything that is no message. */
    private final class Last extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            received.add("passed on: " + message.getClass().getSimpleName());
            ReferenceCountUtil.release(message);
        }
    }

    @AfterEach
    void every_frame_is_released() {
        channel.finishAndReleaseAll();
    }

    @Test
    void messages_are_delivered_in_the_order_of_their_frames() {
        open();

        take(new TextWebSocketFrame("1ö"), new BinaryWebSocketFrame(bytes("2")), new TextWebSocketFrame("3"));

        assertThat(received).containsExactly("1ö", "bytes:2", "3");
    }

    @Test
    void what_comes_before_the_connection_is_open_waits_and_nothing_more_is_read_until_then() {
        take(new TextWebSocketFrame("1"), new TextWebSocketFrame("2"));
        assertThat(received).isEmpty();
        assertThat(channel.config().isAutoRead()).isFalse();

        open();
        take(new TextWebSocketFrame("3"));

        assertThat(received).containsExactly("1", "2", "3");
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void a_message_is_behind_the_tasks_that_wait_already() {
        open();
        channel.eventLoop().execute(() -> received.add("a task"));

        take(new TextWebSocketFrame("1"));

        assertThat(received).containsExactly("a task", "1");
    }

    @Test
    void what_is_no_message_is_passed_on_behind_the_messages_before_it() {
        open();

        channel.writeInbound(new TextWebSocketFrame("1"), new PingWebSocketFrame(), new TextWebSocketFrame("2"),
                new CloseWebSocketFrame());

        assertThat(received).containsExactly("1", "passed on: PingWebSocketFrame", "2", "over", "passed on: CloseWebSocketFrame");
    }

    @Test
    void so_is_one_that_has_ended_before_it_was_open() {
        ChannelHandlerContext tcp = channel.pipeline().context(Last.class);
        channel.close();

        input.opened(tcp, listener);

        assertThat(received).containsExactly("over");
    }

    @Test
    void a_connection_that_ends_without_a_word_is_over() {
        open();

        channel.close();

        assertThat(received).containsExactly("over");
    }

    @Test
    void what_a_listener_fails_at_is_not_the_last_that_it_gets() {
        input.opened(channel.pipeline().context(Last.class), failing);

        assertThatThrownBy(() -> take(new TextWebSocketFrame("1"))).hasMessage("a bug");
        assertThatThrownBy(() -> take(new TextWebSocketFrame("2"))).hasMessage("a bug");
    }

    @Test
    void what_came_before_a_connection_that_never_opens_is_released() {
        TextWebSocketFrame frame = new TextWebSocketFrame("1");
        take(frame);

        channel.close();

        assertThat(frame.refCnt()).isZero();
    }

    @Test
    void the_frames_of_one_message_are_delivered_as_one() {
        open();

        take(new TextWebSocketFrame(false, 0, "a"), new ContinuationWebSocketFrame(false, 0, "b"),
                new ContinuationWebSocketFrame(true, 0, "c"), new TextWebSocketFrame("d"));

        assertThat(received).containsExactly("abc", "d");
    }

    @Test
    void a_ping_between_them_is_passed_on_before_the_message_is_whole() {
        open();

        take(new BinaryWebSocketFrame(false, 0, bytes("a")), new PingWebSocketFrame(),
                new ContinuationWebSocketFrame(true, 0, bytes("b")));

        assertThat(received).containsExactly("passed on: PingWebSocketFrame", "bytes:ab");
    }

    @Test
    void a_message_in_frames_may_be_as_long_as_the_limit() {
        open();

        take(new TextWebSocketFrame(false, 0, "x".repeat(MAX_MESSAGE_BYTES - 1)), new ContinuationWebSocketFrame(true, 0, "x"));

        assertThat(received).containsExactly("x".repeat(MAX_MESSAGE_BYTES));
    }

    @Test
    void one_byte_more_is_too_big() {
        open();

        take(new TextWebSocketFrame(false, 0, "x".repeat(MAX_MESSAGE_BYTES)), new ContinuationWebSocketFrame(true, 0, "x"));

        assertThat(received).containsExactly("too big");
    }

    @Test
    void so_it_is_in_one_frame_where_those_may_be_longer() {
        open();

        take(new TextWebSocketFrame("x".repeat(MAX_MESSAGE_BYTES)), new TextWebSocketFrame("y".repeat(MAX_MESSAGE_BYTES + 1)));

        assertThat(received).containsExactly("x".repeat(MAX_MESSAGE_BYTES), "too big");
    }

    @Test
    void a_second_upgrade_on_the_same_connection_gets_the_same_handler() {
        assertThat(DirectInput.handle(channel.pipeline().context(Last.class), MAX_MESSAGE_BYTES)).isSameAs(input);
    }

    private void open() {
        input.opened(channel.pipeline().context(Last.class), listener);
    }

    private void take(WebSocketFrame... frames) {
        for (WebSocketFrame frame : frames) {
            channel.writeInbound(frame);
        }
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
