package dev.beckon.channels.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.Member;
import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.Lab;
import dev.beckon.channels.lab.PhoenixClient;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventIT {

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Lab lab;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ['1','2','room:1','echo',{'a':[1,{}]}] | ['1','2','room:1','phx_reply',{'status':'ok','response':{'a':[1,{}]}}]
            ['1','2','room:1','fail',{'a':'ö😀'}]   | ['1','2','room:1','phx_reply',{'status':'error','response':{'a':'ö😀'}}]
            [null,'2','room:1','echo',{}]          | ['1','2','room:1','phx_reply',{'status':'ok','response':{}}]
            ['1',null,'room:1','echo',{}]          | ['1',null,'room:1','phx_reply',{'status':'ok','response':{}}]
            ['1','2','room:1','echo',{},'more',1]  | ['1','2','room:1','phx_reply',{'status':'ok','response':{}}]
            ['1','2','room:1','push_me',{'a':1}]   | ['1',null,'room:1','pushed',{'a':1}]
            ['1','2','room:1','info_me',{'a':1}]   | ['1',null,'room:1','info',{'a':1}]
            ['1','2','room:1','new_msg',{'a':1}]   | [null,null,'room:1','new_msg',{'a':1}]
            ['1','2','room:9','echo',{}]           | [null,'2','room:9','phx_reply',{'status':'error','response':{'reason':'unmatched topic'}}]
            [null,'2','phoenix','other',{}]        | [null,'2','phoenix','phx_reply',{'status':'error','response':{'reason':'unmatched topic'}}]
            ['1','2','phoenix','heartbeat',null]   | [null,'2','phoenix','phx_reply',{'status':'ok','response':{}}]
            [null,2,'phoenix','heartbeat',[]]      | [null,2,'phoenix','phx_reply',{'status':'ok','response':{}}]
            """)
    void a_frame_gets_its_reply(String said, String reply) {
        PhoenixClient ada = clients.connect();
        ada.send("['1','1','room:1','phx_join',{}]");
        ada.expect("['1','1','room:1','phx_reply',{'status':'ok','response':{}}]");

        ada.send(said);

        ada.expect(reply);
        ada.expectNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'0'", "1", "true"})
    void a_message_of_another_join_is_dropped_without_a_reply(String stale) {
        PhoenixClient ada = clients.connect();
        ada.send("['1','1','room:1','phx_join',{}]");
        ada.expect("['1','1','room:1','phx_reply',{'status':'ok','response':{}}]");

        ada.send("[" + stale + ",'2','room:1','echo',{}]");

        ada.expectNothing();
    }

    @Test
    void an_event_need_not_be_answered() {
        PhoenixClient ada = clients.connect().joined("room:1");

        ada.push("room:1", "silent", "{}");

        ada.expectNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "unwritable", "push_unwritable", "phx_reply"})
    void a_channel_that_fails_is_gone_and_the_other_is_untouched(String event) {
        PhoenixClient ada = clients.connect().joined("room:1").joined("room:2");

        ada.push("room:1", event, "{}");

        ada.expectError("room:1");
        lab.expectTerminated("room:1", TerminateReason.ERROR);
        String ref = ada.push("room:1", "echo", "{}");
        assertThat(ada.expectReply(ref, "error").get("reason").asText()).isEqualTo("unmatched topic");
        ada.expectReply(ada.push("room:2", "echo", "{}"), "ok");
        ada.joined("room:1");
        ada.expectReply(ada.push("room:1", "echo", "{}"), "ok");
    }

    @Test
    void a_callback_that_fails_late_ends_the_channel_too_and_what_waited_is_unmatched() {
        PhoenixClient ada = clients.connect().joined("room:1");

        ada.push("room:1", "unknown", "{'gate':'late'}");
        String waiting = ada.push("room:1", "echo", "{}");
        ada.expectNothing();
        lab.open("late");

        ada.expectError("room:1");
        ada.expectReply(waiting, "error");
    }

    @Test
    void a_message_of_the_application_that_the_channel_does_not_know_ends_it() {
        PhoenixClient ada = clients.connect().joined("room:1");

        lab.member("room:1").info("no JsonNode");

        ada.expectError("room:1");
    }

    @Test
    void callbacks_of_one_channel_wait_for_one_another_while_other_channels_go_on() {
        PhoenixClient ada = clients.connect().joined("room:1").joined("room:2");

        String slow = ada.push("room:1", "echo", "{'gate':'slow'}");
        ada.push("room:1", "info_me", "{'gate':'slow'}");
        String behind = ada.push("room:1", "echo", "{}");
        String elsewhere = ada.push("room:2", "echo", "{}");
        ada.expectReply(elsewhere, "ok");
        ada.expectNothing();
        lab.open("slow");

        ada.expectReply(slow, "ok");
        ada.expectReply(behind, "ok");
        ada.expectPush("room:1", "info");
    }

    @Test
    void replies_and_pushes_leave_in_the_order_in_which_the_channel_made_them() {
        PhoenixClient ada = clients.connect().joined("room:1");

        List<String> refs = IntStream.range(0, 100)
                .mapToObj(n -> ada.push("room:1", "push_me", "{'n':" + n + ",'reply':1}")).toList();

        for (int n = 0; n < 100; n++) {
            assertThat(ada.expectPush("room:1", "pushed").get("n").asInt()).isEqualTo(n);
            ada.expectReply(refs.get(n), "ok");
        }
    }

    @Test
    void pushes_of_another_thread_arrive_in_its_order() {
        PhoenixClient ada = clients.connect().joined("room:1");
        Member member = lab.member("room:1");

        IntStream.range(0, 500).forEach(n -> member.push("pushed", Map.of("n", n)));

        for (int n = 0; n < 500; n++) {
            assertThat(ada.expectPush("room:1", "pushed").get("n").asInt()).isEqualTo(n);
        }
    }

    @Test
    void two_hundred_and_fifty_six_messages_may_wait_for_a_callback_and_one_more_ends_the_channel() {
        PhoenixClient ada = clients.connect().joined("room:1").joined("room:2");
        ada.push("room:1", "echo", "{'gate':'busy'}");
        for (int i = 0; i < 256; i++) {
            ada.push("room:1", "echo", "{}");
        }
        ada.expectNothing();

        ada.push("room:1", "echo", "{}");

        ada.expectError("room:1");
        lab.open("busy");
        lab.expectTerminated("room:1", TerminateReason.ERROR);
        ada.expectNothing();
        ada.expectReply(ada.push("room:2", "echo", "{}"), "ok");
    }

    @Test
    void everything_that_waited_at_the_bound_is_handled() {
        PhoenixClient ada = clients.connect().joined("room:1");
        String first = ada.push("room:1", "echo", "{'gate':'busy'}");
        List<String> waiting = IntStream.range(0, 256).mapToObj(_ -> ada.push("room:1", "echo", "{}")).toList();

        lab.open("busy");

        ada.expectReply(first, "ok");
        waiting.forEach(ref -> ada.expectReply(ref, "ok"));
    }
}
