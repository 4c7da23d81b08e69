package dev.beckon.channels;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.Endpoint.Subscription;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.PhoenixClient;
import dev.beckon.channels.lab.Recorder;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application's own listener on a topic. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EndpointIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Endpoint endpoint;

    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final Queue<Context> contexts = new ConcurrentLinkedQueue<>();

    @Test
    void an_application_receives_what_clients_and_itself_broadcast_in_order_until_it_has_had_enough() {
        PhoenixClient ada = clients.connect().joined("room:1");
        Subscription subscription = listen("room:1");

        ada.expectReply(ada.push("room:1", "new_msg", "{'n':1,'reply':1}"), "ok");
        endpoint.broadcast("room:1", "news", Map.of("n", 2));
        endpoint.broadcast("room:2", "news", Map.of("n", 3));
        soon().until(() -> received.size() == 2);
        subscription.cancel();
        endpoint.broadcast("room:1", "news", Map.of("n", 4));
        ada.expectBroadcast("room:1", "new_msg");
        ada.expectBroadcast("room:1", "news");
        ada.expectBroadcast("room:1", "news");

        assertThat(received).containsExactly("new_msg {\"n\":1,\"reply\":1}", "news {\"n\":2}");
    }

    @Test
    void each_call_has_a_safe_context_of_its_own() {
        Subscription subscription = listen("room:1");

        endpoint.broadcast("room:1", "news", Map.of());
        endpoint.broadcast("room:1", "news", Map.of());
        soon().until(() -> contexts.size() == 2);
        subscription.cancel();

        assertThat(contexts).doesNotHaveDuplicates().allMatch(VertxContextSafetyToggle::isExplicitlyMarkedAsSafe);
    }

    @Test
    void a_listener_that_fails_is_logged_and_receives_the_next_one() {
        List<String> log;
        Subscription subscription = endpoint.subscribe("room:1", broadcast -> {
            received.add(broadcast.event());
            throw new IllegalStateException("asked to throw");
        }).await().atMost(PATIENCE);
        try (Recorder recorder = new Recorder(Endpoint.class.getName())) {
            endpoint.broadcast("room:1", "a", Map.of());
            endpoint.broadcast("room:1", "b", Map.of());
            soon().until(() -> recorder.lines().size() == 2);
            log = recorder.lines();
        }
        subscription.cancel();

        assertThat(received).containsExactly("a", "b");
        assertThat(log).allMatch(line -> line.contains("listener on topic room:1 failed"));
    }

    private Subscription listen(String topic) {
        return endpoint.subscribe(topic, broadcast -> {
            contexts.add(Vertx.currentContext());
            received.add(broadcast.event() + " " + ((RawJson) broadcast.payload()).text());
            return Uni.createFrom().voidItem();
        }).await().atMost(PATIENCE);
    }
}
