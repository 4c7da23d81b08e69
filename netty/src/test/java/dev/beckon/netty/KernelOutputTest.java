package dev.beckon.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses real sockets, because the kernel takes part. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KernelOutputTest {

    private static EventLoopGroup loop;

    private final BlockingQueue<Channel> accepted = new ArrayBlockingQueue<>(1);
    private Channel door;
    private Socket client;
    private Channel server;

    private static final class Last extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    @BeforeAll
    static void one_loop() {
        assumeTrue(Epoll.isAvailable(), "no native transport on this system");
        loop = new EpollEventLoopGroup(1);
    }

    @AfterAll
    static void no_loop() {
        if (loop != null) {
            loop.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    @BeforeEach
    void connect() throws Exception {
        door = new ServerBootstrap().group(loop).channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel child) {
                        child.pipeline().addLast(new WebSocket13FrameEncoder(false), new Last());
                        accepted.add(child);
                    }
                }).bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
        client = new Socket(InetAddress.getLoopbackAddress(), ((InetSocketAddress) door.localAddress()).getPort());
        client.setSoTimeout(10_000);
        server = accepted.poll(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
        server.close().sync();
        door.close().sync();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 16_374, 16_375, 65_536})
    void a_text_of_any_length_arrives_as_one_frame(int length) throws Exception {
        String text = "x".repeat(length);

        onLoop(() -> written(output(), utf8(text)));

        assertThat(readText()).isEqualTo(text);
    }

    @Test
    void a_frame_is_written_again_and_then_another() throws Exception {
        byte[] one = utf8("one");

        onLoop(() -> written(output(), one, one, utf8("another"), one));

        assertThat(readText()).isEqualTo("one");
        assertThat(readText()).isEqualTo("one");
        assertThat(readText()).isEqualTo("another");
        assertThat(readText()).isEqualTo("one");
    }

    @Test
    void what_the_kernel_does_not_take_waits_and_keeps_its_place() throws Exception {
        int frames = onLoop(() -> {
            FrameOutput output = output();
            int count = 0;
            while (output.pendingBytes() == 0) {
                output.write(true, utf8(count++ + "x".repeat(1_000)));
            }
            output.write(true, utf8(count++ + "x".repeat(1_000)));
            return count;
        });

        for (int i = 0; i < frames; i++) {
            assertThat(readText()).startsWith(i + "x");
        }
    }

    @Test
    void what_others_have_written_and_not_sent_comes_first() throws Exception {
        onLoop(() -> {
            FrameOutput output = output();
            server.pipeline().firstContext().write(server.alloc().buffer().writeBytes(new byte[] {(byte) 0x81, 1, 'a'}));
            return written(output, utf8("b"));
        });

        assertThat(readText()).isEqualTo("a");
        assertThat(readText()).isEqualTo("b");
    }

    @Test
    void a_connection_that_is_gone_swallows_frames() throws Exception {
        FrameOutput output = onLoop(this::output);
        server.close().sync();

        assertThat(onLoop(() -> written(output, utf8("too late")))).isZero();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void a_connection_that_the_client_has_cut_ends() throws Exception {
        FrameOutput output = onLoop(this::output);
        client.setSoLinger(true, 0);
        client.close();

        onLoop(() -> written(output, utf8("anybody there?")));

        assertThat(server.closeFuture().await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void what_lies_between_the_encoder_and_the_kernel_is_not_passed_by() throws Exception {
        server.pipeline().addFirst(new ChannelOutboundHandlerAdapter());

        assertThat(onLoop(this::output)).isInstanceOf(DirectOutput.class);
    }

    @Test
    void a_connection_without_a_descriptor_is_left_to_netty() {
        EmbeddedChannel embedded = new EmbeddedChannel(new WebSocket13FrameEncoder(false), new Last());

        assertThat(DirectOutput.of(embedded.pipeline().context(Last.class)).orElseThrow()).isInstanceOf(DirectOutput.class);
        embedded.finishAndReleaseAll();
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return server.eventLoop().submit(task).get(10, TimeUnit.SECONDS);
    }

    private FrameOutput output() {
        return DirectOutput.of(server.pipeline().context(Last.class)).orElseThrow();
    }

    private static long written(FrameOutput output, byte[]... texts) {
        for (byte[] text : texts) {
            output.write(true, text);
        }
        return output.pendingBytes();
    }

    private String readText() throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        assertThat(in.readUnsignedByte()).isEqualTo(0x81);
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
