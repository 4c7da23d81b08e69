package dev.beckon.channels.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.Endpoint;
import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.Lab;
import dev.beckon.channels.lab.PhoenixClient;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JoinIT {

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Lab lab;

    @Inject
    Endpoint endpoint;

    @Test
    void a_join_is_answered_with_what_the_channel_says() {
        PhoenixClient ada = clients.connect("&user=ada");

        ada.send("['1','2','room:1','phx_join',{'who':1}]");

        ada.expect("['1','2','room:1','phx_reply',{'status':'ok','response':{'user':'ada'}}]");
    }

    /** For Elixir's phoenix_client: {@code existing_join_ref in [join_ref, nil]} (phoenix 1.8.11, {@code lib/phoenix/socket.ex:810}). */
    @Test
    void after_a_join_without_join_ref_messages_with_any_are_taken_and_so_is_a_leave() {
        PhoenixClient ada = clients.connect();

        ada.send("[null,'1','room:1','phx_join',{}]");
        ada.send("['1','2','room:1','echo',{'n':1}]");
        ada.send("['other','3','room:1','echo',{'n':2}]");
        ada.send("['1','4','room:1','phx_leave',{}]");

        ada.expect("[null,'1','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.expect("['1','2','room:1','phx_reply',{'status':'ok','response':{'n':1}}]");
        ada.expect("['1','3','room:1','phx_reply',{'status':'ok','response':{'n':2}}]");
        ada.expect("['1','4','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.expect("[null,null,'room:1','phx_close',{}]");
    }

    @Test
    void joins_of_one_topic_count_as_one_channel_however_many_are_not_answered() {
        PhoenixClient ada = clients.connect();

        for (int i = 1; i <= 300; i++) {
            ada.send("['%d','%d','room:1','phx_join',{'gate':'join'}]".formatted(i, i));
        }
        ada.send("['a','b','room:2','phx_join',{}]");

        ada.expect("['a','b','room:2','phx_reply',{'status':'ok','response':{}}]");
        lab.open("join");

        List<String> frames = Stream.generate(ada::nextFrame).limit(300).toList();
        assertThat(frames).filteredOn(frame -> frame.contains("phx_close")).hasSize(299);
        assertThat(frames).filteredOn(frame -> frame.contains("\"status\":\"ok\"")).hasSize(1);
    }

    @Test
    void what_a_channel_pushes_in_join_follows_the_answer_and_is_dropped_with_a_refusal() {
        PhoenixClient ada = clients.connect();

        ada.send("['1','1','room:1','phx_join',{'push_first':1}]");
        ada.send("['2','2','room:2','phx_join',{'push_first':1,'refuse':'no'}]");

        ada.expect("['1','1','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.expect("['1',null,'room:1','pushed',{'push_first':1}]");
        ada.expect("['2','2','room:2','phx_reply',{'status':'error','response':{'reason':'no'}}]");
        ada.expectNothing();
    }

    @Test
    void what_waits_for_a_members_end_runs_once_it_is_gone() {
        PhoenixClient ada = clients.connect();
        ada.send("['1','1','room:1','phx_join',{'watch_end':1}]");
        ada.expect("['1','1','room:1','phx_reply',{'status':'ok','response':{}}]");

        ada.send("['1','2','room:1','phx_leave',{}]");

        lab.expectEnded("room:1", "gone", "LEFT");
    }

    @Test
    void join_event_and_leave_written_at_once_are_handled_in_order_although_the_join_takes_time() {
        PhoenixClient ada = clients.connect();

        ada.send("['1','1','room:1','phx_join',{'gate':'join'}]");
        ada.send("['1','2','room:1','echo',{'n':1}]");
        ada.send("['1','3','room:1','phx_leave',{}]");
        ada.send("['1','4','room:1','echo',{'n':2}]");
        ada.expectNothing();
        lab.open("join");

        ada.expect("['1','1','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.expect("['1','2','room:1','phx_reply',{'status':'ok','response':{'n':1}}]");
        ada.expect("['1','3','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.expect("['1','1','room:1','phx_close',{}]");
        ada.expect("[null,'4','room:1','phx_reply',{'status':'error','response':{'reason':'unmatched topic'}}]");
    }

    @Test
    void a_topic_that_no_channel_matches_is_answered_without_join_ref() {
        PhoenixClient ada = clients.connect();

        ada.send("['1','2','elsewhere:1','phx_join',{}]");

        ada.expect("[null,'2','elsewhere:1','phx_reply',{'status':'error','response':{'reason':'unmatched topic'}}]");
    }

    @Test
    void a_refusal_carries_the_channels_reason_and_what_was_written_behind_it_is_unmatched() {
        PhoenixClient ada = clients.connect();

        ada.send("['1','2','room:1','phx_join',{'refuse':'unauthorized','gate':'join'}]");
        ada.send("['1','3','room:1','echo',{}]");
        ada.send("['1','4','room:1','phx_leave',{}]");
        lab.open("join");

        ada.expect("['1','2','room:1','phx_reply',{'status':'error','response':{'reason':'unauthorized'}}]");
        ada.expect("[null,'3','room:1','phx_reply',{'status':'error','response':{'reason':'unmatched topic'}}]");
        ada.expect("['1','4','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.joined("room:1");
        lab.expectTerminated("room:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "fail", "unwritable"})
    void a_join_that_crashes_is_answered_and_the_socket_lives(String how) {
        PhoenixClient ada = clients.connect();

        ada.send("['1','2','room:1','phx_join',{'subscribe':1,'" + how + "':1}]");

        ada.expect("['1','2','room:1','phx_reply',{'status':'error','response':{'reason':'join crashed'}}]");
        ada.joined("room:1");
    }

    @Test
    void a_hundred_channels_fit_on_a_socket_and_one_more_is_refused_until_one_is_left() {
        PhoenixClient ada = clients.connect();
        for (int i = 1; i <= 100; i++) {
            ada.joined("room:" + i);
        }

        ada.send("['1','2','room:101','phx_join',{}]");
        ada.expect("['1','2','room:101','phx_reply',{'status':'error','response':{'reason':'too many channels joined'}}]");

        ada.send("['a','b','room:7','phx_join',{}]"); // already joined: the new join replaces it and adds none
        assertThat(ada.nextFrame()).startsWith("[\"a\",\"b\",\"room:7\",\"phx_reply\",{\"status\":\"ok\"");
        assertThat(ada.nextFrame()).contains("phx_close");
        ada.expectReply(ada.leave("room:8"), "ok");
        ada.expectClose("room:8");
        ada.joined("room:101");
    }

    @Test
    void a_channel_may_subscribe_late_and_from_any_thread() {
        PhoenixClient ada = clients.connect();
        ada.send("['1','1','room:1','phx_join',{'gate':'join','subscribe_late':1}]");
        lab.open("join");
        ada.expect("['1','1','room:1','phx_reply',{'status':'ok','response':{}}]");

        endpoint.broadcast("room:1", "news", Map.of());

        ada.expect("[null,null,'room:1','news',{}]");
        ada.expectNothing();
    }

    @Test
    void a_second_join_replaces_the_first_which_is_closed_after_the_answer() {
        PhoenixClient ada = clients.connect();
        ada.send("['1','1','room:1','phx_join',{}]");
        ada.expect("['1','1','room:1','phx_reply',{'status':'ok','response':{}}]");

        ada.send("['2','3','room:1','phx_join',{}]");

        ada.expect("['2','3','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.expect("['1','1','room:1','phx_close',{}]");
        lab.expectTerminated("room:1", TerminateReason.DUPLICATE_JOIN);
        endpoint.broadcast("room:1", "news", Map.of("n", 1));
        ada.expectBroadcast("room:1", "news");
        ada.expectNothing();
    }

    @Test
    void what_waited_for_the_first_join_is_dropped_with_it() {
        PhoenixClient ada = clients.connect();
        ada.send("['1','1','room:1','phx_join',{}]");
        ada.expect("['1','1','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.send("['1','2','room:1','echo',{'gate':'busy'}]");
        ada.send("['1','3','room:1','echo',{}]");
        ada.send("['1','4','room:1','phx_leave',{}]");

        ada.send("['5','5','room:1','phx_join',{}]");

        ada.expect("['5','5','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.expect("['1','1','room:1','phx_close',{}]");
        lab.open("busy");
        lab.expectTerminated("room:1", TerminateReason.DUPLICATE_JOIN);
        ada.expectNothing();
    }

    @Test
    void a_second_join_that_is_refused_still_ends_the_first() {
        PhoenixClient ada = clients.connect();
        ada.send("['1','1','room:1','phx_join',{}]");
        ada.expect("['1','1','room:1','phx_reply',{'status':'ok','response':{}}]");

        ada.send("['2','2','room:1','phx_join',{'refuse':'full'}]");

        ada.expect("['2','2','room:1','phx_reply',{'status':'error','response':{'reason':'full'}}]");
        ada.expect("['1','1','room:1','phx_close',{}]");
        ada.send("[null,'3','room:1','echo',{}]");
        ada.expect("[null,'3','room:1','phx_reply',{'status':'error','response':{'reason':'unmatched topic'}}]");
    }

    /** phoenix, {@code lib/phoenix/channel/server.ex}: the channel's own messages carry {@code join_ref || ref}. */
    @Test
    void a_join_without_join_ref_lends_its_ref_to_what_the_channel_says_but_not_to_its_answer_and_end() {
        PhoenixClient ada = clients.connect();

        ada.send("[null,'7','room:1','phx_join',{}]");
        ada.send("[null,'8','room:1','echo',{}]");
        ada.send("[null,null,'room:1','push_me',{}]");
        ada.send("['7','9','room:1','echo',{}]"); // the join's own join_ref is null, so any join_ref is current
        ada.send("[null,'10','room:1','phx_leave',{}]");

        ada.expect("[null,'7','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.expect("['7','8','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.expect("['7',null,'room:1','pushed',{}]");
        ada.expect("['7','9','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.expect("['7','10','room:1','phx_reply',{'status':'ok','response':{}}]");
        ada.expect("[null,null,'room:1','phx_close',{}]");
        ada.expectNothing();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"5,'5'", "'5',5", "true,'true'", "1.5,1", "-1,'-1'", "'ö',o"})
    void a_ref_is_echoed_as_it_came_and_compared_by_type_and_value(String ref, String other) {
        PhoenixClient ada = clients.connect();

        ada.send("[" + ref + "," + ref + ",'room:1','phx_join',{}]");
        ada.expect("[" + ref + "," + ref + ",'room:1','phx_reply',{'status':'ok','response':{}}]");
        if (!other.equals("o")) {
            ada.send("[" + other + ",1,'room:1','echo',{}]");
        }
        ada.send("[" + ref + ",2,'room:1','echo',{}]");

        ada.expect("[" + ref + ",2,'room:1','phx_reply',{'status':'ok','response':{}}]");
    }

    @Test
    void broadcasts_between_the_subscription_and_the_answer_come_after_it_and_before_later_ones() {
        PhoenixClient ada = clients.connect();
        ada.send("['1','1','room:1','phx_join',{'subscribe':1,'gate':'join'}]");
        ada.send("['1','2','room:1','echo',{'gate':'busy'}]");
        ada.expectNothing();

        endpoint.broadcast("room:1", "early", Map.of("n", 1));
        endpoint.broadcast("room:1", "early", Map.of("n", 2));
        ada.expectNothing();
        lab.open("join");
        ada.expect("['1','1','room:1','phx_reply',{'status':'ok','response':{}}]");
        endpoint.broadcast("room:1", "late", Map.of("n", 3)); // while a callback still runs

        ada.expect("[null,null,'room:1','early',{'n':1}]");
        ada.expect("[null,null,'room:1','early',{'n':2}]");
        ada.expect("[null,null,'room:1','late',{'n':3}]");
        lab.open("busy");
        ada.expect("['1','2','room:1','phx_reply',{'status':'ok','response':{'gate':'busy'}}]");
    }

    @Test
    void a_connection_that_goes_away_during_a_join_leaves_nothing_behind() {
        PhoenixClient ada = clients.connect();
        ada.join("room:1", "{'subscribe':1,'gate':'join'}");
        ada.expectNothing();

        ada.abort();
        lab.open("join");

        lab.expectTerminated("room:1", TerminateReason.CLOSED); // its join has succeeded, so the channel gets the end
    }
}
