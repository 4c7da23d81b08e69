package dev.beckon.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HandshakeStateTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ChannelPipeline pipeline = channel.pipeline();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private static final class Inflating extends WebSocketExtensionDecoder {

        @Override
        protected void decode(ChannelHandlerContext context, WebSocketFrame frame, List<Object> out) {
            out.add(frame.retain());
        }
    }

    @Test
    void a_timer_and_a_bound_on_what_is_not_inflated_are_dropped() {
        pipeline.addLast(new InflationBound(10), new IdleStateHandler(0, 0, 60));

        HandshakeState.drop(pipeline);

        assertThat(pipeline.get(IdleStateHandler.class)).isNull();
        assertThat(pipeline.get(InflationBound.class)).isNull();
    }

    @Test
    void the_bound_stays_where_messages_are_inflated() {
        pipeline.addLast(new InflationBound(10), new Inflating());

        HandshakeState.drop(pipeline);

        assertThat(pipeline.get(InflationBound.class)).isNotNull();
    }

    @Test
    void what_is_not_there_is_not_missed() {
        HandshakeState.drop(pipeline);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void a_context_forgets_its_local_data() {
        Vertx vertx = Vertx.vertx();
        try {
            ContextInternal context = ((VertxInternal) vertx).createEventLoopContext().duplicate();
            context.localContextData().put("connection", "whole");

            HandshakeState.forget(context);

            assertThat(context.localContextData()).doesNotContainKey("connection");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
