package dev.beckon.channels.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.Assigns;
import dev.beckon.channels.Channel;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.NotPublishedException;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.protocol.Serializers;
import dev.beckon.channels.internal.protocol.V2JsonSerializer;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.pubsub.PubSub.Subscriber;
import dev.beckon.channels.internal.socket.Sockets.SocketContext;
import dev.beckon.netty.EventLoop;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that show only with a slow pub/sub; other tests check the rules that a client sees over real WebSockets. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SocketTest {

    /** Runs every task at once, on the calling thread. */
    static final EventLoop LOOP = new EventLoop() {
        @Override
        public boolean isCurrent() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    };

    /** Confirms subscriptions when the test asks it to; no broadcast leaves it. */
    static final class SlowPubSub implements PubSub {

        final List<String> subscribed = new ArrayList<>();
        final CompletableFuture<Void> confirmed = new CompletableFuture<>();

        @Override
        public Uni<Void> subscribe(String topic, Subscriber subscriber) {
            subscribed.add(topic);
            return Uni.createFrom().completionStage(confirmed);
        }

        @Override
        public void unsubscribe(String topic, Subscriber subscriber) {
            subscribed.remove(topic);
        }

        @Override
        public Uni<Integer> publish(TopicBroadcast broadcast) {
            return Uni.createFrom().failure(NotPublishedException.dropped("a test"));
        }

        @Override
        public void publishRoundTrip(TopicBroadcast broadcast) {}

        @Override
        public void publishLocal(TopicBroadcast broadcast) {}

        @Override
        public void onMissed(Runnable listener) {}
    }

    /** Subscribes and does not wait for it. Broadcasts in the three ways that docs/write-a-channel.md shows. */
    static final class HastyChannel implements Channel {

        @Override
        public Uni<JoinResult> join(Member member, JsonNode payload) {
            member.subscribe();
            return Uni.createFrom().item(JoinResult.joined());
        }

        @Override
        public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
            Uni<Integer> published = member.broadcast("news", Map.of());
            return switch (event) {
                case "raise" -> published.map(_ -> EventResult.ok());
                case "tell" -> published.map(_ -> EventResult.ok())
                        .onFailure(NotPublishedException.class).recoverWithItem(EventResult.error("unavailable"));
                default -> Uni.createFrom().item(EventResult.ok());
            };
        }
    }

    final RecordingConnection connection = new RecordingConnection(LOOP);
    final SlowPubSub pubSub = new SlowPubSub();
    final V2JsonSerializer serializer = new V2JsonSerializer(new ObjectMapper());
    final Socket socket = new Socket(connection, new Admitted(
            ChannelRouter.builder().channel("room:*", new HastyChannel()).build(), new Assigns(), serializer, null, null),
            new SocketContext(
                    pubSub,
                    new Serializers(new ObjectMapper()), defaults()));

    @Test
    void a_join_is_answered_when_its_subscription_is_confirmed_though_the_channel_did_not_wait_for_it() throws Exception {
        socket.receive(serializer.decode("[\"1\",\"1\",\"room:1\",\"phx_join\",{}]"));
        assertThat(pubSub.subscribed).containsExactly("room:1");
        assertThat(connection.frames).isEmpty();

        pubSub.confirmed.complete(null);

        assertThat(connection.frames).hasSize(1).first().asString().contains("\"status\":\"ok\"");
    }

    @Test
    void a_connection_that_goes_away_before_the_confirmation_leaves_no_subscription() throws Exception {
        socket.receive(serializer.decode("[\"1\",\"1\",\"room:1\",\"phx_join\",{}]"));

        socket.closed();
        pubSub.confirmed.complete(null);

        assertThat(pubSub.subscribed).isEmpty();
        assertThat(connection.frames).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ignore, '\"status\":\"ok\"'", "tell, '\"reason\":\"unavailable\"'", "raise, phx_error"})
    void a_channel_chooses_what_its_client_sees_of_a_broadcast_that_did_not_leave_the_node(String event, String seen)
            throws Exception {
        socket.receive(serializer.decode("[\"1\",\"1\",\"room:1\",\"phx_join\",{}]"));
        pubSub.confirmed.complete(null);

        socket.receive(serializer.decode("[\"1\",\"2\",\"room:1\",\"%s\",{}]".formatted(event)));

        assertThat(connection.frames).hasSize(2).last().asString().contains(seen);
    }

    static SocketConfig defaults() {
        return new SmallRyeConfigBuilder()
                .withConverters(new Converter<?>[] {new MemorySizeConverter()})
                .addDiscoveredConverters()
                .withMapping(SocketConfig.class)
                .build()
                .getConfigMapping(SocketConfig.class);
    }
}
