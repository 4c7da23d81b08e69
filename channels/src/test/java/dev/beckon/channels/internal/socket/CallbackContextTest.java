package dev.beckon.channels.internal.socket;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.Assigns;
import dev.beckon.channels.Channel;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.OutResult;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.protocol.Inbound;
import dev.beckon.channels.internal.protocol.Serializers;
import dev.beckon.channels.internal.protocol.V2JsonSerializer;
import dev.beckon.channels.internal.pubsub.LocalPubSub;
import dev.beckon.channels.internal.socket.Sockets.SocketContext;
import dev.beckon.netty.VertxLoop;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The Vert.x context in which an application's code runs; a library such as Hibernate Reactive keeps its session there. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CallbackContextTest {

    private final Vertx vertx = Vertx.vertx();
    private final VertxLoop loop = VertxLoop.next(vertx);
    private final Map<String, Context> contexts = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private final class Watching implements Channel {

        @Override
        public Uni<JoinResult> join(Member member, JsonNode payload) {
            ran("join");
            member.onEnd(() -> ran("onEnd"));
            member.info("hello");
            return Uni.createFrom().item(JoinResult.joined());
        }

        @Override
        public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
            ran("handleIn");
            return Uni.createFrom().item(EventResult.noReply());
        }

        @Override
        public Set<String> intercepts() {
            return Set.of("secret");
        }

        @Override
        public OutResult handleOut(Member member, TopicBroadcast broadcast) {
            return OutResult.later(() -> {
                ran("handleOut");
                return Uni.createFrom().item(OutResult.none());
            });
        }

        @Override
        public Uni<Void> handleInfo(Member member, Object message) {
            return Uni.createFrom().voidItem().invoke(() -> ran("handleInfo"));
        }

        @Override
        public Uni<Void> terminate(Member member, TerminateReason reason) {
            ran("terminate");
            return Uni.createFrom().voidItem();
        }
    }

    @Test
    void every_callback_whatever_has_led_to_it_runs_on_the_sockets_loop_in_a_safe_context_of_its_own() {
        ObjectMapper json = new ObjectMapper();
        LocalPubSub pubSub = new LocalPubSub();
        Socket socket = new Socket(new RecordingConnection(loop),
                new Admitted(ChannelRouter.builder().channel("room:*", new Watching()).build(), new Assigns(),
                        new V2JsonSerializer(json), null, null), new SocketContext(pubSub, new Serializers(json),
                                SocketTest.defaults()));

        loop.execute(() -> {
            socket.receive(new Inbound.Join(null, null, "room:1", json.createObjectNode()));
            socket.receive(new Inbound.Event(null, null, "room:1", "e", json.createObjectNode()));
        });
        soon().until(() -> contexts.size() == 3);
        pubSub.publish(new TopicBroadcast("room:1", "secret", "", RawJson.EMPTY, null));
        soon().until(() -> contexts.size() == 4);
        loop.execute(socket::closed);
        soon().until(() -> contexts.size() == 6);

        assertThat(contexts).containsOnlyKeys("join", "handleIn", "handleInfo", "handleOut", "onEnd", "terminate");
        assertThat(contexts.values()).doesNotHaveDuplicates().allMatch(VertxContextSafetyToggle::isExplicitlyMarkedAsSafe);
    }

    private void ran(String callback) {
        assertThat(loop.isCurrent()).isTrue();
        contexts.put(callback, Vertx.currentContext());
    }
}
