package dev.beckon.channels.internal.longpoll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.Endpoint;
import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.HttpConnection;
import dev.beckon.channels.lab.Lab;
import dev.beckon.channels.lab.LongPollClient;
import dev.beckon.channels.lab.LongPollClient.Answer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of long polling when a session's requests reach another node than its own, over any relay. */
abstract class RelayContract {

    static final Map<String, String> SECRET = Map.of("secret", "a secret of both nodes, long enough");

    /** Registered first, so that its cleanup runs after the clients have ended their sessions. */
    @RegisterExtension
    @Order(1)
    final AfterEachCallback stopping = _ -> stopNodes();

    @RegisterExtension
    @Order(2)
    final Clients clients = new Clients();

    @Inject
    Endpoint endpoint;

    @Inject
    Lab lab;

    private final List<LongPollNode> nodes = new ArrayList<>();

    /** The pub/sub of one more node. */
    abstract PubSub pubSub();

    void stopNodes() {
        nodes.forEach(LongPollNode::close);
    }

    LongPollNode node(Map<String, String> config) {
        LongPollNode node = new LongPollNode(pubSub(), config);
        nodes.add(node);
        return node;
    }

    LongPollClient client(LongPollNode node) {
        LongPollClient client = clients.longPollOn(node.port(), "none");
        assertThat(client.poll().status()).isEqualTo(410);
        return client;
    }

    LongPollClient moved(LongPollClient client, LongPollNode to) {
        return clients.longPollOn(to.port(), client.token());
    }

    @Test
    void every_request_may_reach_another_node_than_the_one_before() {
        LongPollNode here = node(SECRET);
        LongPollNode there = node(SECRET);
        LongPollClient ada = client(here);

        assertThat(moved(ada, there).post("['1','1','room:1','phx_join',{}]", "AAEBBgQxMnJvb206MWVjaG8B").body())
                .isEqualTo("{\"status\":200}");
        LongPollClient moved = moved(ada, there);
        Answer answer = moved.poll();

        assertThat(answer.messages()).as("the replies of what was posted in text and in bytes").hasSize(2);
        CompletableFuture<Answer> poll = moved.polling();
        endpoint.broadcast("room:1", "news", Map.of("n", 1));
        assertThat(LongPollClient.join(poll).messages()).containsExactly("[null,null,'room:1','news',{'n':1}]");
        assertThat(moved(moved, here).poll().messages()).as("its answer's token was not used").hasSize(1);
        assertThat(moved(moved, there).postAs("text/plain", "[null,\"7\",\"phoenix\",\"heartbeat\",{}]").status()).isEqualTo(200);
    }

    @Test
    void a_response_that_breaks_elsewhere_loses_nothing_for_a_client_that_keeps_its_first_token() {
        LongPollNode there = node(SECRET);
        LongPollClient ada = client(node(SECRET));
        LongPollClient moved = moved(ada, there);
        String first = ada.token();
        assertThat(moved.post("['1','1','room:1','phx_join',{}]", "['1','2','room:1','echo',{}]").status()).isEqualTo(200);
        HttpConnection broken = clients.http(there.port());
        broken.write("GET /socket/longpoll?vsn=2.0.0&token=" + first + " HTTP/1.1", "");
        broken.awaitFirstByte();
        broken.close();

        assertThat(moved.poll().messages()).hasSize(2);
        moved.useToken(first);
        moved.expectNothing();
    }

    @Test
    void a_poll_elsewhere_that_brings_nothing_is_answered_after_the_window() {
        LongPollClient ada = client(node(SECRET));

        Answer answer = moved(ada, node(SECRET)).poll();

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.messages()).isEmpty();
        ada.useToken(answer.token());
        ada.expectNothing();
    }

    @Test
    void of_two_polls_on_two_nodes_the_older_one_is_sent_back() {
        LongPollNode there = node(SECRET);
        LongPollClient ada = client(node(SECRET));
        CompletableFuture<Answer> older = ada.polling();
        CompletableFuture<Answer> newer = moved(ada, there).polling();

        CompletableFuture.anyOf(older, newer).orTimeout(20, TimeUnit.SECONDS).join();
        CompletableFuture<Answer> waiting = older.isDone() ? newer : older; // the network may have swapped the two polls
        endpoint.broadcast("users_socket:ada", "unheard", Map.of());

        assertThat((older.isDone() ? older : newer).join().status()).isEqualTo(204);
        assertThat(waiting).isNotDone();
    }

    @Test
    void a_malformed_frame_ends_the_session_from_afar_and_releases_its_poll() {
        LongPollNode there = node(SECRET);
        LongPollClient ada = client(node(SECRET)).joined("room:1");
        CompletableFuture<Answer> poll = moved(ada, there).polling();

        assertThat(moved(ada, there).post("malformed").body()).isEqualTo("{\"status\":400}");

        assertThat(LongPollClient.join(poll).body()).isEqualTo("{\"status\":500}");
        lab.expectTerminated("room:1", TerminateReason.CLOSED);
        assertThat(moved(ada, there).post("malformed").body()).isEqualTo("{\"status\":410}");
    }

    @Test
    void a_poll_elsewhere_whose_client_is_gone_is_forgotten_and_the_session_ends() {
        LongPollNode there = node(SECRET);
        LongPollClient ada = client(node(SECRET)).joined("room:1");
        HttpConnection poll = clients.http(there.port());
        poll.write("GET /socket/longpoll?vsn=2.0.0&token=" + ada.token() + " HTTP/1.1", "");

        poll.close();

        lab.expectTerminated("room:1", TerminateReason.CLOSED);
    }

    @Test
    void a_node_that_is_dead_costs_its_clients_a_wait_and_a_new_session() {
        LongPollNode dead = node(SECRET);
        LongPollNode there = node(SECRET);
        LongPollClient ada = client(dead);
        dead.close();

        long before = System.nanoTime();
        assertThat(moved(ada, there).post("[null,'7','phoenix','heartbeat',{}]").body()).isEqualTo("{\"status\":410}");
        LongPollClient moved = moved(ada, there);
        assertThat(moved.poll().body()).isEqualTo("{\"status\":500}");
        ada.useToken(null);
        moved.useToken(null);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(900));
        assertThat(moved.poll().status()).as("a new session").isEqualTo(410);
        assertThat(moved.post("[null,'7','phoenix','heartbeat',{}]").status()).isEqualTo(200);
    }
}
