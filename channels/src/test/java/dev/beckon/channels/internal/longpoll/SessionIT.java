package dev.beckon.channels.internal.longpoll;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.BinaryPayload;
import dev.beckon.channels.Endpoint;
import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.HttpConnection;
import dev.beckon.channels.lab.Lab;
import dev.beckon.channels.lab.LongPollClient;
import dev.beckon.channels.lab.LongPollClient.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the answers to polls of a session, and how the session ends. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SessionIT {

    static final Duration WINDOW = Duration.ofSeconds(2);
    /** Value of {@code quarkus.vertx.event-loops-pool-size} in the tests. */
    private static final int EVENT_LOOPS = 2;

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Sockets sockets;

    @Inject
    Endpoint endpoint;

    @Inject
    Lab lab;

    @Test
    void a_poll_waits_for_the_window_and_repeats_the_token() {
        LongPollClient ada = clients.longPoll().opened();

        long before = System.nanoTime();
        Answer answer = ada.poll();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(WINDOW.minusMillis(50));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.messages()).isEmpty();
        ada.expectNothing(); // polls with the repeated token
    }

    @Test
    void a_waiting_poll_is_answered_with_what_comes() {
        LongPollClient ada = clients.longPoll().opened().joined("room:1");

        CompletableFuture<Answer> poll = ada.polling();
        endpoint.broadcast("room:1", "news", Map.of("says", "\"hä\" \uD83D\uDE00\n"));

        assertThat(LongPollClient.join(poll).json().get("messages").get(0).textValue())
                .isEqualTo("[null,null,\"room:1\",\"news\",{\"says\":\"\\\"hä\\\" \uD83D\uDE00\\n\"}]");
    }

    @Test
    void what_comes_between_two_polls_waits_for_the_second_in_order() {
        LongPollClient ada = clients.longPoll().opened().joined("room:1");

        IntStream.range(0, 20).forEach(n -> endpoint.broadcast("room:1", "news", Map.of("n", n)));

        assertThat(ada.expect(20)).containsExactly(IntStream.range(0, 20)
                .mapToObj(n -> "[null,null,'room:1','news',{'n':" + n + "}]").toArray(String[]::new));
    }

    @Test
    void a_batch_comes_again_until_a_poll_shows_that_it_came_through() {
        LongPollClient ada = clients.longPoll().opened().joined("room:1");
        String before = ada.token();
        endpoint.broadcast("room:1", "news", Map.of("n", 1));
        assertThat(ada.expect(1)).containsExactly("[null,null,'room:1','news',{'n':1}]");

        ada.useToken(before);

        assertThat(ada.poll().messages()).containsExactly("[null,null,'room:1','news',{'n':1}]");
        ada.expectNothing();
    }

    @Test
    void a_response_that_breaks_on_its_way_loses_nothing() {
        LongPollClient ada = clients.longPoll().opened().joined("room:1");
        HttpConnection broken = clients.http();
        broken.write("GET /socket/longpoll?vsn=2.0.0&token=" + ada.token() + " HTTP/1.1", "");

        endpoint.broadcast("room:1", "news", Map.of("n", 1));
        broken.awaitFirstByte();
        broken.close();
        endpoint.broadcast("room:1", "news", Map.of("n", 2));

        soon().until(() -> ada.polling().join().messages().size() == 2); // the same token confirms nothing
        assertThat(ada.poll().messages()).containsExactly(
                "[null,null,'room:1','news',{'n':1}]", "[null,null,'room:1','news',{'n':2}]");
        ada.expectNothing();
    }

    @Test
    void a_client_that_keeps_its_first_token_gets_everything_once() {
        LongPollClient ada = clients.longPoll().opened();
        String first = ada.token();
        ada.joined("room:1");

        List<String> received = new ArrayList<>();
        for (int n = 1; n <= 3; n++) {
            endpoint.broadcast("room:1", "news", Map.of("n", n));
            ada.useToken(first);
            received.addAll(ada.poll().messages());
        }
        ada.useToken(first);

        assertThat(received).containsExactlyElementsOf(IntStream.rangeClosed(1, 3).mapToObj(SessionIT::news).toList());
        ada.expectNothing();
    }

    @Test
    void a_response_that_breaks_on_its_way_loses_nothing_for_a_client_that_keeps_its_first_token() {
        LongPollClient ada = clients.longPoll().opened();
        String first = ada.token();
        ada.joined("room:1").useToken(first);
        HttpConnection broken = clients.http();
        broken.write("GET /socket/longpoll?vsn=2.0.0&token=" + first + " HTTP/1.1", "");
        endpoint.broadcast("room:1", "news", Map.of("n", 1));
        broken.awaitFirstByte();
        broken.close();
        awaitLoopsToReadOn();
        endpoint.broadcast("room:1", "news", Map.of("n", 2));

        List<String> received = ada.expect(2);

        assertThat(received).containsExactly(news(1), news(2));
        ada.useToken(first);
        ada.expectNothing();
    }

    /**
     * Makes every event loop read once more, so that the server sees the closed connection. New connections go to the event loops
     * in turn.
     */
    private void awaitLoopsToReadOn() {
        for (int i = 0; i < 2 * EVENT_LOOPS; i++) {
            try (HttpConnection other = clients.http()) {
                other.write("GET /socket/longpoll?vsn=9.0.0 HTTP/1.1", "").body();
            }
        }
    }

    private static String news(int n) {
        return "[null,null,'room:1','news',{'n':" + n + "}]";
    }

    @Test
    void a_token_of_before_what_came_through_cannot_go_on() {
        LongPollClient ada = clients.longPoll().opened();
        String first = ada.token();
        ada.joined("room:1").expectNothing();
        String last = ada.token();

        ada.useToken(first);

        assertThat(ada.poll().body()).isEqualTo("{\"status\":500}");
        ada.useToken(last); // lets the cleanup close the session
    }

    @Test
    void of_two_polls_at_a_time_the_older_one_is_sent_back() {
        LongPollClient ada = clients.longPoll().opened().joined("room:1");
        CompletableFuture<Answer> older = ada.polling();
        CompletableFuture<Answer> newer = ada.polling();

        soon().until(() -> older.isDone() || newer.isDone());
        CompletableFuture<Answer> waiting = older.isDone() ? newer : older; // the network may have swapped the two polls
        endpoint.broadcast("room:1", "news", Map.of());

        assertThat((older.isDone() ? older : newer).join().status()).isEqualTo(204);
        assertThat(LongPollClient.join(waiting).status()).isEqualTo(200);
    }

    @Test
    void a_session_without_polls_ends_and_its_channels_terminate() {
        LongPollClient ada = clients.longPoll().opened().joined("room:1");

        lab.expectTerminated("room:1", TerminateReason.CLOSED);

        soon().until(() -> sockets.count() == 0);
        assertThat(ada.post("[null,'7','phoenix','heartbeat',{}]").status()).isEqualTo(410);
        assertThat(ada.poll().body()).isEqualTo("{\"status\":500}");
        assertThat(sockets.count()).as("sessions that the poll has opened").isZero();
    }

    @Test
    void POSTs_do_not_keep_a_session_alive() {
        LongPollClient ada = clients.longPoll().opened();

        soon().until(() -> ada.post("[null,'7','phoenix','heartbeat',{}]").status() == 410);

        soon().until(() -> sockets.count() == 0);
    }

    /** Eve's client keeps its poll open, so her session ends only after the rest of her window, later than the other two. */
    @Test
    void a_poll_whose_client_is_gone_is_forgotten_at_once() {
        LongPollClient ada = clients.longPoll().opened().joined("room:1");
        LongPollClient bob = clients.longPoll().overHttp2().opened().joined("room:2");
        LongPollClient eve = clients.longPoll().opened().joined("room:3");
        HttpConnection poll = clients.http();
        poll.write("GET /socket/longpoll?vsn=2.0.0&token=" + ada.token() + " HTTP/1.1", "");
        CompletableFuture<Answer> stream = bob.polling();
        eve.polling();
        soon().until(() -> ada.post("[null,'7','phoenix','heartbeat',{}]").status() == 200); // the server has both polls by now

        poll.close();
        stream.cancel(true);
        lab.expectTerminated("room:3", TerminateReason.CLOSED);

        assertThat(lab.ends()).hasSize(3).last().asString().startsWith("room:3");
    }

    @Test
    void HTTP_2_does_as_well() {
        LongPollClient ada = clients.longPoll().overHttp2().opened().joined("room:1");

        CompletableFuture<Answer> poll = ada.polling();
        endpoint.broadcast("room:1", "news", Map.of());

        assertThat(LongPollClient.join(poll).messages()).hasSize(1);
    }

    @Test
    void a_waiting_poll_is_released_when_its_user_is_disconnected() {
        LongPollClient ada = clients.longPoll("&user=ada").opened().joined("room:1");
        CompletableFuture<Answer> poll = ada.polling();

        endpoint.disconnect("users_socket:ada");
        Answer answer = LongPollClient.join(poll);

        assertThat(answer.body()).isEqualTo("{\"status\":500}");
        lab.expectTerminated("room:1", TerminateReason.CLOSED);
        assertThat(ada.poll().body()).as("410 would be an open socket to a client that has joined").isEqualTo("{\"status\":500}");
        ada.useToken(null);
        assertThat(ada.poll().status()).as("a new session").isEqualTo(410);
    }

    @Test
    void what_cannot_be_encoded_is_left_out_and_counted_and_the_rest_arrives() {
        LongPollClient ada = clients.longPoll().opened().joined("room:1");
        long untold = sockets.untold();

        endpoint.broadcast("room:1", "news", Map.of("n", 1));
        endpoint.broadcast("room:1", "news", new BinaryPayload(new byte[] {1}));
        endpoint.broadcast("room:1", "news", Map.of("n", 2));

        assertThat(ada.expect(2)).containsExactly(
                "[null,null,'room:1','news',{'n':1}]", "[null,null,'room:1','news',{'n':2}]");
        assertThat(sockets.untold()).isEqualTo(untold + 1);
    }

    @Test
    void a_client_for_which_too_many_bytes_wait_has_to_start_again() {
        LongPollClient ada = clients.longPoll().opened().joined("room:1");
        ada.poll(); // shows that the join's reply came through
        String body = "x".repeat(1_048_576 - "[null,null,\"room:1\",\"news\",{\"b\":\"\"}]".length());

        endpoint.broadcast("room:1", "news", Map.of("b", body));
        assertThat(ada.expect(1).getFirst()).as("a mebibyte is kept").hasSize(1_048_576);
        endpoint.broadcast("room:1", "news", Map.of());

        lab.expectTerminated("room:1", TerminateReason.CLOSED);
        assertThat(ada.poll().status()).isEqualTo(500);
    }
}
