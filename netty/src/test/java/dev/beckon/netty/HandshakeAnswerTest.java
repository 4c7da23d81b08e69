package dev.beckon.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.netty.HandshakeState.HandshakeAnswer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HandshakeAnswerTest {

    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Cookie", "a=b");
    private final EmbeddedChannel channel = new EmbeddedChannel(new HandshakeAnswer(headers));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void who_gets_its_WebSocket_leaves_no_headers() {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS));

        assertThat(headers.isEmpty()).isTrue();
        assertThat(channel.pipeline().get(HandshakeAnswer.class)).isNull();
        assertThat(channel.outboundMessages()).hasSize(1);
    }

    @Test
    void who_is_answered_otherwise_keeps_them() {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST));

        assertThat(headers.get("Cookie")).isEqualTo("a=b");
        assertThat(channel.pipeline().get(HandshakeAnswer.class)).isNull();
        assertThat(channel.outboundMessages()).hasSize(1);
    }
}
