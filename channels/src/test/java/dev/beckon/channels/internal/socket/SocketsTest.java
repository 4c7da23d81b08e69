package dev.beckon.channels.internal.socket;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.Assigns;
import dev.beckon.channels.Channel;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.CloseCode;
import dev.beckon.channels.Endpoint;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.internal.blocks.Blocks;
import dev.beckon.channels.internal.protocol.Serializer.MalformedFrameException;
import dev.beckon.channels.internal.protocol.Serializers;
import dev.beckon.channels.internal.protocol.V2JsonSerializer;
import dev.beckon.channels.internal.pubsub.LocalPubSub;
import dev.beckon.channels.internal.pubsub.Subscriptions;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The limits of a node and of each socket, and a socket's end, without a network. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SocketsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Vertx VERTX = Vertx.vertx();

    private final ObjectMapper json = new ObjectMapper();
    private final V2JsonSerializer serializer = new V2JsonSerializer(json);
    private final ChannelRouter router = ChannelRouter.builder().channel("*", new Everything()).build();
    private final LocalPubSub pubSub = new LocalPubSub();
    private final Blocks blocks = Blocks.ofOneNode(VERTX, pubSub);
    private final Queue<TerminateReason> ends = new ConcurrentLinkedQueue<>();
    private @Nullable Sockets sockets;

    @AfterEach
    void stop() {
        if (sockets != null) {
            sockets.stop();
        }
        blocks.close();
    }

    @AfterAll
    static void stopVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private final class Everything implements Channel {

        @Override
        public Uni<JoinResult> join(Member member, JsonNode payload) {
            return Uni.createFrom().item(JoinResult.joined());
        }

        @Override
        public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
            return Uni.createFrom().item(EventResult.ok());
        }

        @Override
        public Uni<Void> terminate(Member member, TerminateReason reason) {
            ends.add(reason);
            return Uni.createFrom().voidItem();
        }
    }

    @Test
    void as_many_messages_as_the_burst_are_handled_and_one_more_closes_the_socket() throws Exception {
        node(Map.of("channels.socket.max-messages-per-second", "1", "channels.socket.message-burst", "3"));
        RecordingConnection ada = new RecordingConnection(SocketTest.LOOP);
        Socket socket = open(ada, "ada");

        say(socket, heartbeat(), heartbeat(), heartbeat());
        assertThat(ada.closed()).isNull();
        say(socket, heartbeat(), heartbeat());

        assertThat(ada.frames).hasSize(3);
        assertThat(ada.closed()).isEqualTo(CloseCode.FLOODING);
    }

    @Test
    void pings_count_as_messages() {
        node(Map.of("channels.socket.max-messages-per-second", "1", "channels.socket.message-burst", "2"));
        RecordingConnection ada = new RecordingConnection(SocketTest.LOOP);
        Socket socket = open(ada, "ada");

        socket.frameReceived();
        socket.frameReceived();
        assertThat(ada.closed()).isNull();
        socket.frameReceived();

        assertThat(ada.closed()).isEqualTo(CloseCode.FLOODING);
    }

    @Test
    void as_many_joins_as_the_burst_are_answered_and_one_more_is_refused_and_nothing_else() throws Exception {
        node(Map.of("channels.socket.max-joins-per-second", "1", "channels.socket.join-burst", "6"));
        RecordingConnection ada = new RecordingConnection(SocketTest.LOOP);
        Socket socket = open(ada, "ada");

        say(socket, join("1", "a"), join("2", "b"), join("3", "c"));
        say(socket, leave("a"), leave("b"), leave("c"), join("4", "a"), join("5", "b"), join("6", "c"), leave("c"));
        assertThat(ada.frames).allMatch(frame -> frame.contains("\"ok\"") || frame.contains("phx_close"));
        say(socket, join("7", "d"));

        assertThat(ada.frames.getLast()).isEqualTo(
                "[\"7\",\"7\",\"d\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"too many joins\"}}]");
        say(socket, "[\"4\",\"8\",\"a\",\"e\",{}]");
        assertThat(ada.frames.getLast()).as("what was joined goes on").contains("\"8\"", "\"ok\"");
    }

    @Test
    void a_client_that_passes_a_check_at_the_same_time_is_closed_when_it_is_one_too_many() {
        node(Map.of("channels.socket.max-connections", "3", "channels.socket.max-connections-per-user", "2"));

        List<RecordingConnection> connections = Stream.of("ada", "ada", "ada", "bob")
                .map(id -> {
                    RecordingConnection connection = new RecordingConnection(SocketTest.LOOP);
                    open(connection, id);
                    return connection;
                }).toList();

        assertThat(connections).extracting(RecordingConnection::closed)
                .containsExactly(null, null, CloseCode.TOO_MANY_CONNECTIONS, null);
        assertThat(sockets.hasRoom()).as("three are open").isFalse();
        assertThat(sockets.mayOpen("ada")).isFalse();
        assertThat(sockets.mayOpen("carol")).isTrue();
        connections.getFirst().close(CloseCode.IDLE, "");
        assertThat(sockets.hasRoom()).isTrue();
        assertThat(sockets.mayOpen("ada")).isTrue();
    }

    /** The disconnect needs no subscription of the socket's own, which Redis would have to confirm first. */
    @Test
    void all_sockets_of_an_id_are_found_as_soon_as_they_are_open() {
        node(Map.of());
        Endpoint endpoint = new Endpoint(VERTX, pubSub, blocks, new Serializers(json));
        List<RecordingConnection> adas = Stream.generate(() -> new RecordingConnection(SocketTest.LOOP)).limit(3).toList();
        RecordingConnection bob = new RecordingConnection(SocketTest.LOOP);
        adas.forEach(connection -> open(connection, "ada"));
        open(bob, "bob");
        adas.getFirst().close(CloseCode.IDLE, "");
        assertThat(Subscriptions.topics(pubSub)).isEmpty();

        endpoint.disconnect("ada");
        soon().until(() -> sockets.count() == 1);

        assertThat(adas).extracting(RecordingConnection::closed)
                .containsExactly(CloseCode.IDLE, CloseCode.DISCONNECTED, CloseCode.DISCONNECTED);
        assertThat(bob.closed()).isNull();
    }

    @Test
    void who_is_blocked_between_the_check_and_the_upgrade_is_closed() {
        node(Map.of());
        assertThat(sockets.mayOpen("ada")).isTrue();
        blocks.block("ada").await().atMost(PATIENCE);
        RecordingConnection ada = new RecordingConnection(SocketTest.LOOP);

        open(ada, "ada");

        assertThat(ada.closed()).isEqualTo(CloseCode.DISCONNECTED);
        assertThat(sockets.count()).isZero();
    }

    @Test
    void a_node_that_stops_closes_its_sockets_one_after_another_and_takes_no_more() throws Exception {
        SocketConfig limits = node(Map.of("channels.socket.drain-window", "1s"));
        List<RecordingConnection> connections = IntStream.range(0, 20)
                .mapToObj(_ -> new RecordingConnection(SocketTest.LOOP)).toList();
        for (RecordingConnection connection : connections) {
            say(open(connection, "ada"), join("1", "a"));
        }

        Uni<Void> drained = new SocketDrain(sockets, limits, VERTX).drain();
        long begin = System.nanoTime();
        drained.await().atMost(PATIENCE);

        assertThat(connections).extracting(RecordingConnection::closed).containsOnly(CloseCode.RESTART);
        assertThat(ends).hasSize(20).containsOnly(TerminateReason.DRAINED);
        List<Duration> closes = connections.stream().map(RecordingConnection::closedNanos).sorted()
                .map(nanos -> Duration.ofNanos(nanos - begin)).toList();
        assertThat(closes.getLast()).as("the last at the end").isGreaterThan(Duration.ofMillis(850));
        assertThat(closes.get(10)).as("half of them after half the time").isGreaterThan(Duration.ofMillis(400));
        assertThat(sockets.hasRoom()).isFalse();
        RecordingConnection late = new RecordingConnection(SocketTest.LOOP);
        open(late, "bob");
        assertThat(late.closed()).isEqualTo(CloseCode.RESTART);
    }

    @Test
    void a_node_without_sockets_stops_at_once_and_one_without_a_window_closes_all_together() {
        SocketConfig limits = node(Map.of("channels.socket.drain-window", "0s"));
        RecordingConnection ada = new RecordingConnection(SocketTest.LOOP);
        open(ada, "ada");

        new SocketDrain(sockets, limits, VERTX).drain().await().atMost(PATIENCE);
        assertThat(ada.closed()).isEqualTo(CloseCode.RESTART);

        new SocketDrain(sockets, limits, VERTX).drain().subscribe().with(_ -> ends.add(TerminateReason.STOPPED));
        assertThat(ends).as("over before it returns").containsExactly(TerminateReason.STOPPED);
    }

    @Test
    void a_client_that_does_not_answer_its_close_holds_up_the_end_no_longer_than_it_may() {
        SocketConfig limits = node(Map.of("channels.socket.drain-window", "0s", "channels.socket.close-timeout", "200ms"));
        RecordingConnection mute = new RecordingConnection(SocketTest.LOOP);
        sockets.open(mute, new Admitted(router, new Assigns(), serializer, "ada", null));

        new SocketDrain(sockets, limits, VERTX).drain().await().atMost(PATIENCE);

        assertThat(sockets.count()).isEqualTo(1);
    }

    private SocketConfig node(Map<String, String> limits) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverters(new Converter<?>[] {new MemorySizeConverter()})
                .addDiscoveredConverters()
                .withMapping(SocketConfig.class);
        limits.forEach(builder::withDefaultValue);
        SocketConfig config = builder.build().getConfigMapping(SocketConfig.class);
        sockets = new Sockets(pubSub, blocks, new Serializers(json), config, VERTX);
        return config;
    }

    private Socket open(RecordingConnection connection, String id) {
        Socket socket = sockets.open(connection, new Admitted(router, new Assigns(), serializer, id, null));
        connection.onClose(() -> sockets.closed(socket));
        return socket;
    }

    private void say(Socket socket, String... frames) throws MalformedFrameException {
        for (String frame : frames) {
            socket.receive(serializer.decode(frame));
        }
    }

    private static String heartbeat() {
        return "[null,\"1\",\"phoenix\",\"heartbeat\",{}]";
    }

    private static String leave(String topic) {
        return "[null,\"9\",\"%s\",\"phx_leave\",{}]".formatted(topic);
    }

    private static String join(String ref, String topic) {
        return "[\"%1$s\",\"%1$s\",\"%2$s\",\"phx_join\",{}]".formatted(ref, topic);
    }
}
