package dev.beckon.channels.internal.longpoll;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.internal.pubsub.LocalPubSub;
import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.HttpConnection;
import dev.beckon.channels.lab.Lab;
import dev.beckon.channels.lab.LongPollClient;
import dev.beckon.channels.lab.LongPollClient.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that a client sends by POST, and when the server answers the POST. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PostIT {

    private static final String HEARTBEAT = "[null,'7','phoenix','heartbeat',{}]";

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Sockets sockets;

    @Inject
    Lab lab;

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json", "application/x-ndjson-not"})
    void a_body_that_is_not_lines_is_one_frame(String type) {
        LongPollClient ada = clients.longPoll().opened();

        assertThat(ada.postAs(type, HEARTBEAT.replace('\'', '"') + "\n").body()).isEqualTo("{\"status\":200}");
        assertThat(ada.poll().messages()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-ndjson", "application/x-ndjson; charset=utf-8", "Application/X-NDJSON;a=b"})
    void lines_are_frames_and_an_empty_last_line_is_none(String type) {
        LongPollClient ada = clients.longPoll().opened();

        assertThat(ada.postAs(type, HEARTBEAT.replace('\'', '"') + "\n" + HEARTBEAT.replace('\'', '"') + "\n").status())
                .isEqualTo(200);
        assertThat(ada.poll().messages()).hasSize(2);
    }

    /** The frame is {@code 0, len(join_ref), len(ref), len(topic), len(event), …, data}; the echo answers it in text. */
    @Test
    void a_line_that_is_no_array_is_a_binary_frame_in_base64() {
        LongPollClient ada = clients.longPoll().opened().joined("room:1");

        assertThat(ada.post("AAEBBgQxMnJvb206MWVjaG8B").status()).isEqualTo(200);

        assertThat(ada.poll().messages()).singleElement().asString().startsWith("['1','2','room:1','phx_reply',{'status':'ok'");
    }

    @Test
    void a_POST_is_answered_when_its_callbacks_are_over_and_the_next_poll_has_the_replies() {
        LongPollClient ada = clients.longPoll().opened();

        CompletableFuture<Answer> post = ada.posting(LongPollClient.LINES, """
                ["1","1","room:1","phx_join",{"gate":"join"}]
                ["1","2","room:1","echo",{"gate":"echo"}]
                ["3","3","room:2","phx_join",{}]
                """);
        assertThat(ada.poll().messages()).containsExactly("['3','3','room:2','phx_reply',{'status':'ok','response':{}}]");
        assertThat(post).isNotDone();
        lab.open("join");
        assertThat(ada.poll().messages()).containsExactly("['1','1','room:1','phx_reply',{'status':'ok','response':{}}]");
        assertThat(post).isNotDone();
        lab.open("echo");

        assertThat(LongPollClient.join(post).status()).isEqualTo(200);
        assertThat(ada.poll().messages()).hasSize(1);
    }

    /** Messages queued behind a leave go to the channel that has joined the topic since; the POST waits for that channel. */
    @Test
    void a_POST_waits_for_what_the_next_channel_of_its_topic_has_to_handle() {
        LongPollClient ada = clients.longPoll().opened().joined("room:1", "{'terminate_gate':'left'}");
        CompletableFuture<Answer> post = ada.posting(LongPollClient.LINES, """
                ["1",null,"room:1","push_me",{}]
                ["1","2","room:1","echo",{"gate":"first"}]
                ["1","3","room:1","phx_leave",{}]
                [null,"4","room:1","echo",{"gate":"second"}]
                """);
        assertThat(ada.expect(1)).singleElement().asString().contains("pushed"); // so the other messages are queued by now
        lab.open("first");
        assertThat(ada.expect(1)).singleElement().asString().contains("'2'");

        CompletableFuture<Answer> join = ada.posting(LongPollClient.LINES, "[\"5\",\"5\",\"room:1\",\"phx_join\",{}]");
        assertThat(ada.expect(1)).singleElement().asString().contains("'5'");
        lab.open("left");
        assertThat(ada.expect(2)).hasSize(2);
        assertThat(post).isNotDone();
        lab.open("second");

        assertThat(LongPollClient.join(post).status()).isEqualTo(200);
        assertThat(LongPollClient.join(join).status()).isEqualTo(200);
        assertThat(ada.expect(1)).singleElement().asString().contains("'4'");
    }

    @Test
    void what_takes_longer_than_the_window_is_answered_408_and_goes_on() {
        LongPollClient ada = clients.longPoll().opened().joined("room:1");

        CompletableFuture<Answer> post = ada.posting(LongPollClient.LINES, "[\"1\",\"2\",\"room:1\",\"echo\",{\"gate\":\"echo\"}]");
        assertThat(ada.poll().status()).isEqualTo(204);

        assertThat(LongPollClient.join(post).body()).isEqualTo("{\"status\":408}");
        lab.open("echo");
        assertThat(ada.expect(1)).hasSize(1);
    }

    @Test
    void a_hundred_lines_are_handled_and_one_more_ends_the_session() {
        LongPollClient ada = clients.longPoll().opened().joined("room:1");
        List<String> lines = new ArrayList<>(Collections.nCopies(100, HEARTBEAT));

        assertThat(ada.post(String.join("\n", lines) + "\n").status()).isEqualTo(200);
        assertThat(ada.poll().messages()).hasSize(100);
        lines.add(HEARTBEAT);

        assertEnds(ada, String.join("\n", lines));
    }

    @ParameterizedTest
    @ValueSource(strings = {"malformed", "", "\n", "[]", "['1','2','room:1']", "AAEB", "{'topic':'room:1'}",
            "[null,'7','phoenix','heartbeat',{}]\n\n[null,'7','phoenix','heartbeat',{}]", "[null,'7','phoenix','heartbeat',{}]\nx"})
    void a_malformed_line_ends_the_session_at_once_and_nothing_of_its_batch_is_handled(String body) {
        assertEnds(clients.longPoll().opened().joined("room:1"), body);
    }

    private void assertEnds(LongPollClient ada, String body) {
        CompletableFuture<Answer> poll = ada.polling();

        assertThat(ada.post(body).body()).isEqualTo("{\"status\":400}");

        assertThat(LongPollClient.join(poll).body()).isEqualTo("{\"status\":500}");
        lab.expectTerminated("room:1", TerminateReason.CLOSED);
        soon().until(() -> sockets.count() == 0);
        assertThat(ada.post(HEARTBEAT).status()).isEqualTo(410);
    }

    @Test
    void a_body_of_256_KiB_is_read_and_one_byte_more_is_too_big() {
        LongPollClient ada = clients.longPoll().opened();
        String around = "[null,\"7\",\"phoenix\",\"heartbeat\",\"\"]";
        String padding = "x".repeat(262_144 - around.length());

        assertThat(ada.postAs("text/plain", around.replace("\"\"", "\"" + padding + "\"")).status()).isEqualTo(200);
        HttpConnection chunked = clients.http().write("""
                POST /socket/longpoll?vsn=2.0.0&token=%s HTTP/1.1
                Transfer-Encoding: chunked""".formatted(ada.token()), "40001\r\n" + "x".repeat(0x40001) + "\r\n");
        HttpConnection announced = clients.http().write(post(ada, 262_145), "");

        assertThat(chunked.body()).isEqualTo("{\"status\":413}");
        assertThat(announced.body()).as("before a byte of it").isEqualTo("{\"status\":413}");
        assertThat(ada.poll().messages()).as("the session lives").hasSize(1);
    }

    private static String post(LongPollClient client, int bytes) {
        return "POST /socket/longpoll?vsn=2.0.0&token=%s HTTP/1.1\nContent-Length: %d".formatted(client.token(), bytes);
    }

    /** The server refuses these requests before a byte of any body has come. */
    @Test
    void the_bodies_of_one_user_are_bounded_over_all_sessions_and_another_users_are_read() {
        List<LongPollClient> adas = IntStream.range(0, 3).mapToObj(_ -> clients.longPoll("&user=ada").opened()).toList();
        LongPollClient bob = clients.longPoll("&user=bob").opened();
        List<HttpConnection> stalled = new ArrayList<>();

        soon().until(() -> {
            stalled.add(clients.http().write(post(adas.get(stalled.size() % 2), 262_144), ""));
            return adas.get(2).post(HEARTBEAT).status() == 429;
        });
        assertThat(bob.post(HEARTBEAT).status()).isEqualTo(200);

        stalled.forEach(HttpConnection::close);
        soon().until(() -> adas.get(2).post(HEARTBEAT).status() == 200);
    }

    @Test
    void the_bodies_of_all_users_are_bounded_too_and_one_without_a_length_counts_as_the_largest() {
        try (LongPollNode node = new LongPollNode(new LocalPubSub(), Map.of("max-body-bytes", "512K"))) {
            List<LongPollClient> users = IntStream.range(0, 3).mapToObj(n -> clients.longPollOn(node.port(), "none")
                    .opened()).toList();
            List<HttpConnection> stalled = new ArrayList<>();

            soon().until(() -> {
                stalled.add(clients.http(node.port()).write(post(users.get(0), 262_144), ""));
                stalled.add(clients.http(node.port()).write("""
                        POST /socket/longpoll?vsn=2.0.0&token=%s HTTP/1.1
                        Transfer-Encoding: chunked""".formatted(users.get(1).token()), "1\r\n[\r\n"));
                return users.get(2).post(HEARTBEAT).status() == 429;
            });

            stalled.forEach(HttpConnection::close);
            soon().until(() -> users.get(2).post(HEARTBEAT).status() == 200);
            users.forEach(user -> {
                user.close();
                user.useToken(null); // the session's node is about to close
            });
        }
    }

    @Test
    void a_POST_to_a_session_that_is_over_is_answered_before_its_body_came() {
        LongPollClient ada = clients.longPoll().opened();
        ada.post("malformed");

        assertThat(clients.http().write(post(ada, 1000), "").body()).isEqualTo("{\"status\":410}");
    }

    /** The largest POST that the server reads over long polling, to a member of either transport. */
    @Test
    void what_one_member_may_post_closes_no_other_member_as_too_slow() {
        LongPollClient ada = clients.longPoll("&user=ada").opened().joined("room:1");
        LongPollClient bob = clients.longPoll("&user=bob").opened().joined("room:1");
        bob.poll(); // shows that the join's reply came through
        String around = "['1','2','room:1','new_msg',{'b':''}]";

        ada.post(around.replace("''}", "'" + "x".repeat(262_144 - around.length()) + "'}"));

        assertThat(bob.expect(1).getFirst()).hasSizeGreaterThan(262_000);
        bob.expectNothing();
    }

    @ParameterizedTest
    @CsvSource({"max-body, 1M", "max-body, 2M", "max-body-bytes, 255K"})
    void a_node_on_which_one_POST_could_close_others_or_never_be_read_does_not_start(String key, String value) {
        assertThatThrownBy(() -> new LongPollNode(new LocalPubSub(), Map.of(key, value)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("channels.longpoll.max-body");
    }

    @Test
    void a_body_that_does_not_end_is_answered_408_and_cut() {
        LongPollClient ada = clients.longPoll().opened();
        HttpConnection slow = clients.http();

        slow.write("""
                POST /socket/longpoll?vsn=2.0.0&token=%s HTTP/1.1
                Content-Length: 1000""".formatted(ada.token()), "[");

        assertThat(slow.body()).isEqualTo("{\"status\":408}");
        assertThat(slow.isCut()).isTrue();
    }

    @Test
    void a_refused_body_does_not_hold_up_what_follows_on_its_connection() {
        String post = "POST /socket/longpoll?vsn=2.0.0&token=bad HTTP/1.1\nContent-Length: 100000";
        HttpConnection connection = clients.http();

        assertThat(connection.write(post, "x".repeat(100_000)).body()).isEqualTo("{\"status\":410}");
        assertThat(connection.write(post, "x".repeat(100_000)).body()).isEqualTo("{\"status\":410}");
    }

    @Test
    void four_POSTs_may_be_under_way_and_one_more_is_refused() {
        // The window is longer than any busy machine needs: past it, the server would answer slow clients with 408.
        try (LongPollNode node = new LongPollNode(new LocalPubSub(), Map.of("max-posts", "4", "window", "60s"))) {
            LongPollClient ada = clients.longPollOn(node.port(), "none").opened();
            List<HttpConnection> slow = new ArrayList<>(Stream.generate(() -> clients.http(node.port()).write(post(ada, 10), "")).limit(4)
                    .toList());

            soon().until(() -> ada.post(HEARTBEAT).status() == 429);
            slow.removeFirst().close();
            soon().until(() -> ada.post(HEARTBEAT).status() == 200);

            slow.forEach(HttpConnection::close);
            ada.close();
            ada.useToken(null); // the session's node is about to close
        }
    }
}
