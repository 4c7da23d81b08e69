package dev.beckon.channels.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.Endpoint;
import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.Lab;
import dev.beckon.channels.lab.PhoenixClient;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Channels and connections that the server ends, and replies that come later. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StopIT {

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Lab lab;

    @Inject
    Endpoint endpoint;

    @Test
    void a_channel_that_stops_answers_first_and_is_closed_normally() {
        PhoenixClient ada = clients.connect().joined("room:1").joined("room:2");

        String ref = ada.push("room:1", "stop", "{'bye':1}");

        assertThat(ada.expectReply(ref, "ok").toString()).isEqualTo("{\"bye\":1}");
        ada.expectClose("room:1");
        ada.expectReply(ada.push("room:1", "echo", "{}"), "error");
        ada.expectReply(ada.push("room:2", "echo", "{}"), "ok");
        lab.expectTerminated("room:1", TerminateReason.STOPPED);
    }

    @Test
    void it_may_stop_without_an_answer() {
        PhoenixClient ada = clients.connect().joined("room:1");

        ada.push("room:1", "stop", "{'silently':1}");

        ada.expectClose("room:1");
        ada.expectNothing();
    }

    @Test
    void a_member_may_be_stopped_from_anywhere() {
        PhoenixClient ada = clients.connect().joined("room:1");

        String ref = ada.push("room:1", "stop_me", "{'reply':1}");

        ada.expectReply(ref, "ok");
        ada.expectClose("room:1");
        ada.expectNothing();
    }

    @Test
    void an_answer_may_come_later_by_its_ref() {
        PhoenixClient ada = clients.connect().joined("room:1");

        String ref = ada.push("room:1", "reply_later", "{'a':1}");

        ada.expectPush("room:1", "asked");
        assertThat(ada.expectReply(ref, "ok").toString()).isEqualTo("{\"a\":1}");
        ada.expectNothing();
    }

    @Test
    void all_sockets_of_an_id_are_disconnected_and_no_others() {
        PhoenixClient phone = clients.connect("&user=ada");
        PhoenixClient laptop = clients.connect("&user=ada");
        PhoenixClient bob = clients.connect("&user=bob");
        phone.expectNothing();
        laptop.expectNothing();

        endpoint.broadcast("users_socket:ada", "hello", Map.of());
        endpoint.disconnect("users_socket:ada");

        assertThat(phone.expectClosed()).isEqualTo(1001);
        assertThat(laptop.expectClosed()).isEqualTo(1001);
        bob.expectNothing();
    }
}
