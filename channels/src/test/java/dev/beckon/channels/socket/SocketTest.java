package dev.beckon.channels.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.channel.Assigns;
import dev.beckon.channels.channel.Channel;
import dev.beckon.channels.channel.ChannelRouter;
import dev.beckon.channels.channel.EventResult;
import dev.beckon.channels.channel.JoinResult;
import dev.beckon.channels.channel.Member;
import dev.beckon.channels.protocol.Serializers;
import dev.beckon.channels.protocol.V2JsonSerializer;
import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.channels.pubsub.Subscriber;
import dev.beckon.channels.pubsub.TopicBroadcast;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What only a pub/sub shows that takes its time; the rules that a client sees are tested over real WebSockets. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SocketTest {

    /** This thread. */
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

    /** Confirms subscriptions when the test says so. */
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
        public void publish(TopicBroadcast broadcast) {}

        @Override
        public void publishLocal(TopicBroadcast broadcast) {}

        @Override
        public void onMissed(Runnable listener) {}
    }

    /** Subscribes and does not wait for it. */
    static final class HastyChannel implements Channel {

        @Override
        public Uni<JoinResult> join(Member member, JsonNode payload) {
            member.subscribe();
            return Uni.createFrom().item(JoinResult.joined());
        }

        @Override
        public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
            return Uni.createFrom().item(EventResult.noReply());
        }
    }

    final RecordingConnection connection = new RecordingConnection(LOOP);
    final SlowPubSub pubSub = new SlowPubSub();
    final V2JsonSerializer serializer = new V2JsonSerializer(new ObjectMapper());
    final Socket socket = new Socket(connection, new Admitted(new Assigns(), serializer, null, null), new SocketContext(
            ChannelRouter.builder().channel("room:*", new HastyChannel()).build(), pubSub,
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

    static SocketConfig defaults() {
        return new SmallRyeConfigBuilder()
                .withConverters(new Converter<?>[] {new MemorySizeConverter()})
                .addDiscoveredConverters()
                .withMapping(SocketConfig.class)
                .build()
                .getConfigMapping(SocketConfig.class);
    }
}
