package com.example.chat;

import static dev.beckon.channels.EventResult.Status.OK;

import dev.beckon.channels.test.TestChannel;
import dev.beckon.channels.test.TestSockets;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Tests the channel in milliseconds, without a server or a network. */
class RoomChannelTest {

    @AutoClose
    final TestSockets sockets = TestSockets.of(new ChatSocket());

    @Test
    void everyone_in_the_room_gets_a_message() {
        TestChannel ada = sockets.connect(Map.of("name", "ada")).subscribeAndJoin("room:lobby");
        TestChannel bob = sockets.connect(Map.of("name", "bob")).subscribeAndJoin("room:lobby");

        ada.push("new_msg", Map.of("body", "hello")).assertReply(OK);

        ada.assertPush("new_msg", Map.of("from", "ada", "body", "hello"));
        bob.assertPush("new_msg", Map.of("from", "ada", "body", "hello"));
    }

    @Test
    void the_member_who_types_receives_nothing() {
        TestChannel ada = sockets.connect(Map.of("name", "ada")).subscribeAndJoin("room:lobby");

        ada.push("typing").assertReply(OK);

        ada.assertBroadcast("typing", Map.of("from", "ada"));
        ada.refutePush("typing");
    }

    @Test
    void strangers_stay_outside() {
        sockets.assertRefused(Map.of());
        sockets.connect(Map.of("name", "ada")).join("room:staff", Map.of()).assertRefused(Map.of("reason", "unauthorized"));
    }
}
