package dev.beckon.channels.internal.longpoll;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.internal.pubsub.LocalPubSub;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.pubsub.Subscriptions;
import dev.beckon.channels.lab.LongPollClient;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The relay over a pub/sub in memory that two nodes share. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LocalRelayIT extends RelayContract {

    private final PubSub shared = new LocalPubSub();

    @Override
    PubSub pubSub() {
        return shared;
    }

    @Test
    void nodes_that_share_no_secret_do_not_relay() {
        LongPollNode there = node(Map.of());
        LongPollClient ada = client(node(Map.of()));

        LongPollClient moved = moved(ada, there);

        assertThat(Subscriptions.topics(shared)).isEmpty();
        assertThat(moved.post("[null,'7','phoenix','heartbeat',{}]").status()).isEqualTo(410);
        assertThat(moved.poll().body()).isEqualTo("{\"status\":500}");
        moved.useToken(null);
    }

    @Test
    void one_request_more_than_may_wait_for_other_nodes_is_an_internal_error() {
        Map<String, String> one = new HashMap<>(SECRET);
        one.put("max-relayed", "1");
        LongPollNode there = node(one);
        LongPollNode here = node(SECRET);
        LongPollClient ada = moved(client(here), there);
        LongPollClient bob = moved(client(here), there);

        soon().until(() -> {
            ada.polling(); // polls again, in case the previous poll was the one over the limit
            return bob.post("[null,'7','phoenix','heartbeat',{}]").body().equals("{\"status\":500}");
        });
        soon().until(() -> bob.post("[null,'7','phoenix','heartbeat',{}]").status() == 200);
    }

    @Test
    void a_transport_that_is_off_has_neither_a_route_nor_a_subscription() {
        Map<String, String> off = new HashMap<>(SECRET);
        off.put("enabled", "false");

        LongPollClient ada = clients.longPollOn(node(off).port(), "none");

        assertThat(LongPollClient.call(ada.request().build()).http()).isEqualTo(404);
        assertThat(Subscriptions.topics(shared)).isEmpty();
        ada.useToken(null);
    }
}
