package dev.beckon.channels.test;

import static dev.beckon.channels.EventResult.Status.ERROR;
import static dev.beckon.channels.EventResult.Status.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.CloseCode;
import dev.beckon.channels.ConnectInfo;
import dev.beckon.channels.ConnectResult;
import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.UserSocket;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TestSocketsTest {

    final Demo demo = new Demo();
    @AutoClose
    final TestSockets sockets = TestSockets.of(demo).patience(Duration.ofSeconds(10), Duration.ofMillis(20));

    @Test
    void a_join_is_answered_by_the_application() {
        TestSocket ada = connect("ada");

        ada.join("room:lobby", Map.of()).assertJoined(Map.of("user", "ada", "seq", 7));
        ada.join("room:secret", Map.of()).assertRefused(Map.of("reason", "unauthorized"));
        ada.join("elsewhere", Map.of()).assertRefused(Map.of("reason", "unmatched topic"));
        ada.subscribeAndJoin("room:late", Map.of("late", true));
    }

    @Test
    void who_is_not_welcome_is_refused() {
        sockets.assertRefused(Map.of());
    }

    @Test
    void a_test_chooses_among_several_sockets() {
        UserSocket door = new UserSocket() {
            @Override
            public Optional<Mount> mount() {
                return Optional.of(Mount.at("/door"));
            }

            @Override
            public Uni<ConnectResult> connect(ConnectInfo client) {
                return Uni.createFrom().item(new ConnectResult.Refused());
            }

            @Override
            public void channels(ChannelRouter.Builder routes) {}
        };
        try (TestSockets two = TestSockets.of(List.of(demo, door))) {
            two.connect(Map.of("user", "ada")).subscribeAndJoin("room:lobby");
            two.at("/door").assertRefused(Map.of("user", "ada"));
            assertThatThrownBy(() -> two.at("/window")).hasMessage("no socket is at /window, only at [/socket, /door]");
        }
    }

    @Test
    void replies_belong_to_their_pushes() {
        TestChannel room = connect("ada").subscribeAndJoin("room:lobby");

        PushRef late = room.push("late");
        PushRef echo = room.push("echo", Map.of("a", List.of(1)));
        PushRef fail = room.push("fail");
        PushRef silent = room.push("silent");

        assertThat(echo.assertReply(OK, Map.of("a", List.of(1))).toString()).isEqualTo("{\"a\":[1]}");
        fail.assertReply(ERROR, Map.of("reason", "asked_to"));
        late.assertReply(OK);
        silent.refuteReply();
    }

    @Test
    void bytes_go_both_ways() throws IOException {
        TestChannel room = connect("ada").subscribeAndJoin("room:lobby");
        byte[] bytes = {1, 2, -3};

        JsonNode response = room.push("echo", bytes).assertReply(OK, bytes);
        room.push("push_me", bytes);
        room.push("new_msg", bytes);

        assertThat(response.binaryValue()).isEqualTo(bytes);
        room.assertPush("pushed", bytes);
        room.assertPush("new_msg", bytes);
        room.assertBroadcast("new_msg", bytes);
    }

    @Test
    void a_broadcast_reaches_all_and_a_broadcast_from_all_but_the_sender() {
        TestChannel ada = connect("ada").subscribeAndJoin("room:lobby");
        TestChannel bob = connect("bob").subscribeAndJoin("room:lobby");

        ada.push("new_msg", Map.of("body", "hi"));
        ada.push("typing");

        ada.assertPush("new_msg", Map.of("body", "hi"));
        bob.assertPush("new_msg", Map.of("body", "hi"));
        ada.assertBroadcast("typing");
        bob.assertPush("typing");
        ada.refutePush("typing");
    }

    @Test
    void what_handle_out_keeps_back_is_a_broadcast_but_no_push() {
        TestChannel ada = connect("ada").subscribeAndJoin("room:lobby");
        TestChannel bob = connect("bob").subscribeAndJoin("room:lobby");

        bob.push("for_ada");

        ada.assertPush("for_ada");
        bob.assertBroadcast("for_ada");
        bob.refutePush("for_ada");
    }

    @Test
    void a_broadcast_from_outside_reaches_the_clients() {
        TestChannel ada = connect("ada").subscribeAndJoin("room:lobby");

        ada.broadcastFrom("approved", Map.of("n", 1));
        sockets.endpoint().broadcast("room:lobby", "counted", Map.of("n", 2));
        sockets.endpoint().broadcast("room:other", "counted", Map.of("n", 3));

        ada.assertPush("approved", Map.of("n", 1));
        ada.refuteBroadcast("approved");
        ada.assertPush("counted", Map.of("n", 2));
        ada.assertBroadcast("counted", Map.of("n", 2));
        ada.refutePush("counted");
    }

    @Test
    void each_assertion_takes_one_message() {
        TestChannel room = connect("ada").subscribeAndJoin("room:lobby");

        room.push("push_me", Map.of("n", 1));
        room.push("push_me", Map.of("n", 2));

        assertThat(room.assertPush("pushed").get("n").intValue()).isEqualTo(1);
        assertThat(room.assertPush("pushed").get("n").intValue()).isEqualTo(2);
        room.refutePush("pushed");
    }

    @Test
    void channels_end_in_four_ways() {
        TestSocket ada = connect("ada");
        TestChannel left = ada.subscribeAndJoin("room:left");
        TestChannel stopped = ada.subscribeAndJoin("room:stopped");
        TestChannel crashed = ada.subscribeAndJoin("room:crashed");
        ada.subscribeAndJoin("room:closed");

        left.leave().assertReply(OK);
        left.assertClosed();
        stopped.push("stop");
        stopped.assertClosed();
        crashed.push("no such event");
        crashed.assertCrashed();
        sockets.close();

        assertThat(demo.terminated).containsExactly(
                TerminateReason.LEFT, TerminateReason.STOPPED, TerminateReason.ERROR, TerminateReason.CLOSED);
    }

    @Test
    void a_user_who_is_disconnected_knows_it() {
        TestSocket ada = connect("ada");
        ada.subscribeAndJoin("room:lobby");

        sockets.endpoint().disconnect("users_socket:ada");

        ada.assertClosed(CloseCode.DISCONNECTED);
    }

    @Test
    void limits_can_be_set() {
        try (TestSockets limited = TestSockets.of(demo, Map.of("channels.socket.max-channels", "1"))) {
            TestSocket ada = limited.connect(Map.of("user", "ada"));

            ada.subscribeAndJoin("room:1");

            ada.join("room:2", Map.of()).assertRefused(Map.of("reason", "too many channels joined"));
        }
    }

    private TestSocket connect(String user) {
        return sockets.connect(Map.of("user", user));
    }
}
