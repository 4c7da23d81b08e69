package com.example.chat;

import static dev.beckon.channels.EventResult.Status.OK;

import dev.beckon.channels.test.TestChannel;
import dev.beckon.channels.test.TestSocket;
import dev.beckon.channels.test.TestSockets;
import dev.beckon.channels.token.SignedTokens;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Tests the channel in milliseconds, without a server or a network. */
class RoomChannelTest {

    final SignedTokens tokens = SignedTokens.withSecret("a secret of the test");

    @AutoClose
    final TestSockets sockets = TestSockets.of(presence -> new ChatSocket(tokens, presence));

    @Test
    void everyone_in_the_room_gets_a_message() {
        TestChannel ada = connect("ada").subscribeAndJoin("room:lobby");
        TestChannel bob = connect("bob").subscribeAndJoin("room:lobby");

        ada.push("new_msg", Map.of("body", "hello")).assertReply(OK);

        ada.assertPush("new_msg", Map.of("from", "ada", "body", "hello"));
        bob.assertPush("new_msg", Map.of("from", "ada", "body", "hello"));
    }

    @Test
    void everyone_sees_who_is_here() {
        TestChannel ada = connect("ada").subscribeAndJoin("room:lobby");
        ada.assertPush("presence_state", Map.of("ada", Map.of()));

        TestSocket bob = connect("bob");
        bob.subscribeAndJoin("room:lobby").assertPush("presence_state", Map.of("ada", Map.of(), "bob", Map.of()));
        ada.assertPush("presence_diff", Map.of("joins", Map.of("bob", Map.of())));
        bob.close();

        ada.assertPush("presence_diff", Map.of("leaves", Map.of("bob", Map.of())));
    }

    @Test
    void the_member_who_types_receives_nothing() {
        TestChannel ada = connect("ada").subscribeAndJoin("room:lobby");

        ada.push("typing").assertReply(OK);

        ada.assertBroadcast("typing", Map.of("from", "ada"));
        ada.refutePush("typing");
    }

    @Test
    void strangers_stay_outside() {
        sockets.assertRefused(Map.of());
        sockets.assertRefused(Map.of("token", tokens.sign("another purpose", "ada")));
        connect("ada").join("room:staff", Map.of()).assertRefused(Map.of("reason", "unauthorized"));
    }

    private TestSocket connect(String name) {
        return sockets.connect(Map.of("token", tokens.sign(ChatSocket.SALT, name)));
    }
}
