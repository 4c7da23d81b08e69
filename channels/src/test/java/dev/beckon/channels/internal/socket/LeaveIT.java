package dev.beckon.channels.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.Endpoint;
import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.Lab;
import dev.beckon.channels.lab.PhoenixClient;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LeaveIT {

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Lab lab;

    @Inject
    Endpoint endpoint;

    @Test
    void a_topic_that_was_not_joined_is_left_without_a_close() {
        PhoenixClient ada = clients.connect();

        ada.send("['1','2','room:1','phx_leave',{}]");

        ada.expect("['1','2','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.expectNothing();
    }

    @Test
    void a_leave_terminates_answers_and_closes_and_later_messages_are_unmatched() {
        PhoenixClient ada = clients.connect();
        ada.send("['1','1','room:1','phx_join',{'terminate_gate':'bye'}]");
        ada.expect("['1','1','room:1','phx_reply',{'status':'ok','response':{}}]");

        ada.send("['1','2','room:1','phx_leave',{}]");
        ada.expectNothing();
        lab.open("bye");

        ada.expect("['1','2','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.expect("['1','1','room:1','phx_close',{}]");
        lab.expectTerminated("room:1", TerminateReason.LEFT);
        ada.send("['1','3','room:1','echo',{}]");
        ada.expect("[null,'3','room:1','phx_reply',{'status':'error','response':{'reason':'unmatched topic'}}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"phx_leave", "stop", "crash"})
    void what_a_member_broadcasts_right_before_its_end_reaches_itself_first(String end) {
        PhoenixClient ada = clients.connect();

        ada.send("['1','1','room:1','phx_join',{}]");
        ada.send("['1','2','room:1','new_msg',{'n':1}]");
        ada.send("['1','3','room:1','secret',{'n':2}]");
        ada.send("['1','4','room:1','%s',{}]".formatted(end));

        ada.expect("['1','1','room:1','phx_reply',{'status':'ok','response':{}}]");
        List<String> frames = new ArrayList<>();
        do {
            frames.add(ada.nextFrame());
        } while (!frames.getLast().contains("phx_close") && !frames.getLast().contains("phx_error"));
        assertThat(frames).contains("[null,null,\"room:1\",\"new_msg\",{\"n\":1}]",
                "[\"1\",null,\"room:1\",\"secret\",{\"for\":\"nobody\"}]");
    }

    @Test
    void a_leave_of_an_earlier_join_is_dropped_and_one_without_join_ref_counts() {
        PhoenixClient ada = clients.connect();
        ada.send("['2','2','room:1','phx_join',{}]");
        ada.expect("['2','2','room:1','phx_reply',{'status':'ok','response':{}}]");

        ada.send("['1','3','room:1','phx_leave',{}]");
        ada.expectNothing();
        ada.send("[null,'4','room:1','phx_leave',{}]");

        ada.expect("['2','4','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.expect("['2','2','room:1','phx_close',{}]");
    }

    @Test
    void a_client_that_has_left_receives_nothing_more_even_from_who_still_holds_the_member() {
        PhoenixClient ada = clients.connect().joined("room:1");
        ada.expectReply(ada.leave("room:1"), "ok");
        ada.expectClose("room:1");

        lab.member("room:1").push("late", Map.of());
        lab.member("room:1").info("late");
        lab.member("room:1").subscribe().await().indefinitely();
        endpoint.broadcast("room:1", "late", Map.of());

        ada.expectNothing();
    }

    @Test
    void a_terminate_that_fails_keeps_no_member_from_leaving() {
        PhoenixClient ada = clients.connect().joined("room:1", "{'terminate_throw':1}");

        ada.expectReply(ada.leave("room:1"), "ok");

        ada.expectClose("room:1");
    }

    @Test
    void a_topic_is_joined_again_while_the_leave_is_still_under_way() {
        PhoenixClient ada = clients.connect();
        ada.send("['1','1','room:1','phx_join',{'terminate_gate':'bye'}]");
        ada.expect("['1','1','room:1','phx_reply',{'status':'ok','response':{}}]");

        ada.send("['1','2','room:1','phx_leave',{}]");
        ada.send("['3','3','room:1','phx_join',{}]");
        ada.expect("['3','3','room:1','phx_reply',{'status':'ok','response':{}}]");
        lab.open("bye");

        ada.expect("['1','2','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.expect("['1','1','room:1','phx_close',{}]");
        endpoint.broadcast("room:1", "news", Map.of());
        ada.expect("[null,null,'room:1','news',{}]");
        ada.expectNothing();
    }

    @Test
    void a_lost_connection_ends_every_channel() {
        PhoenixClient ada = clients.connect().joined("room:1").joined("room:2");

        ada.abort();

        lab.expectTerminated("room:1", TerminateReason.CLOSED);
        lab.expectTerminated("room:2", TerminateReason.CLOSED);
    }
}
