package dev.beckon.gateway.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxFrame.Revisions;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Trail;
import dev.beckon.gateway.RedisAndKeys;
import dev.beckon.redis.RedisPrefix;
import dev.beckon.testclients.FrameClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients push on their inboxes becomes calls of notification-service, for which {@link StandInInboxes} stands in. */
@QuarkusTest
@QuarkusTestResource(RedisAndKeys.class)
@QuarkusTestResource(value = StandInInboxes.class, restrictToAnnotatedClass = true)
@TestProfile(ReconcilerIT.OfItsOwn.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InboxOperationsIT {

    static final String DORA = "notifications:dora;d";
    static final String STATE = "\"unread\":0,\"unseen\":0,\"seq\":0,\"rev\":1,\"epoch\":\"" + StandInInboxes.EPOCH + "\",\"read_up_to\":0";

    @TestHTTPResource("/")
    URI http;

    @Inject
    Redis redis;

    @Inject
    ObjectMapper json;

    FrameClient dora;

    @BeforeEach
    void dora_has_joined() {
        dora = new FrameClient(http, "vsn=2.0.0&token=" + RedisAndKeys.token("dora;d"));
        dora.send("[\"1\",\"1\",\"" + DORA + "\",\"phx_join\",{}]").expect(reply("1", STATE + ",\"notifications\":[],\"snapshot\":true"));
        StandInInboxes.CALLS.clear();
    }

    @AfterEach
    void leave() {
        dora.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            mark_seen        | {}                                                    | POST seen
            mark_read        | {"ids":["00000000-0000-4000-8000-000000000001"]}      | POST read {"ids":["00000000-0000-4000-8000-000000000001"],"source":null}
            mark_read        | {"source":{"type":"comment","id":"7"}}                | POST read {"ids":null,"source":{"type":"comment","id":"7"}}
            mark_source_read | {"source":{"type":"comment","id":"7"}}                | POST read {"ids":null,"source":{"type":"comment","id":"7"}}
            mark_unread      | {"ids":["00000000-0000-4000-8000-000000000001"]}      | POST unread {"ids":["00000000-0000-4000-8000-000000000001"],"source":null}
            mark_all_read    | {"up_to":5}                                           | POST read-all {"upTo":5}
            archive          | {"source":{"type":"comment","id":"7"}}                | POST archive {"ids":null,"source":{"type":"comment","id":"7"}}
            mark_read        | {"thread":"plan"}                                     | POST read {"ids":null,"source":null,"thread":"plan"}
            unarchive        | {"ids":["00000000-0000-4000-8000-000000000001"]}      | POST unarchive {"ids":["00000000-0000-4000-8000-000000000001"]}
            """)
    void an_event_is_the_call_of_the_same_name_and_is_answered_with_the_counts(String event, String payload, String call) {
        push(event, payload).expect(reply("2", STATE));

        assertThat(StandInInboxes.CALLS).containsExactly(call.replaceFirst(" ", " /inbox/dora%3Bd/"));
    }

    @Test
    void an_answer_says_that_there_is_more() {
        push("archive_read", "{}").expect(reply("2", STATE + ",\"more\":true"));

        assertThat(StandInInboxes.CALLS).containsExactly("POST /inbox/dora%3Bd/archive-read {}");
    }

    @Test
    void a_list_has_the_filter_in_its_query_whatever_stands_in_it_and_a_count_if_asked_for() {
        push("list", "{\"limit\":5,\"count\":true,\"filter\":{\"unread\":true,\"thread\":\"a;b=c&d+e% {f} \u00e4\"}}")
                .expect(reply("2", "\"notifications\":[],\"next_before\":null,\"count\":3"));

        URI address = URI.create(StandInInboxes.CALLS.getFirst().substring("GET ".length()));
        assertThat(address.getRawPath()).isEqualTo("/inbox/dora%3Bd/notifications");
        assertThat(List.of(address.getRawQuery().split("&")))
                .containsExactlyInAnyOrder("limit=5", "count=true", "unread=true", "thread=a%3Bb%3Dc%26d%2Be%25%20%7Bf%7D%20%C3%A4");
    }

    @Test
    void a_list_by_thread_is_the_query_of_the_same_name() {
        push("list", "{\"group\":\"thread\",\"filter\":{\"unread\":true}}").expect(reply("2", "\"notifications\":[],\"next_before\":null"));

        assertThat(List.of(URI.create(StandInInboxes.CALLS.getFirst().substring("GET ".length())).getRawQuery().split("&")))
                .containsExactlyInAnyOrder("group=thread", "unread=true");
    }

    @Test
    void what_is_wrong_is_named_and_nothing_is_called() {
        push("list", "{\"filter\":{\"unraed\":true}}")
                .expect("[\"1\",\"2\",\"" + DORA + "\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"invalid_filter\"}}]");
        assertThat(StandInInboxes.CALLS).isEmpty();
    }

    @Test
    void what_arrives_from_the_source_that_a_device_shows_is_marked_read_and_comes_as_read_until_the_device_shows_nothing() {
        push("viewing", "{\"source\":{\"type\":\"comment\",\"id\":\"1\"}}").expect(reply("2", STATE));
        publish("new_notification", arrival(1, 2));
        dora.expect(event("[\"1\"", "new_notification", json(arrival(1, 2)).replace("\"read\":false", "\"read\":true")
                .replace("\"unread\":1,\"unseen\":1", "\"unread\":0,\"unseen\":0")));
        assertThat(StandInInboxes.CALLS).last().isEqualTo("POST /inbox/dora%3Bd/read {\"ids\":[\"" + new UUID(1, 1)
                + "\"],\"source\":null}");

        push("viewing", "{}").expect(reply("2", ""));
        publish("inbox_changed", InboxChanged.read(state(0, 1, 3), List.of(new UUID(1, 1))));
        publish("new_notification", arrival(2, 4));

        dora.expect(event("[\"1\"", "inbox_changed", json(InboxChanged.read(state(0, 1, 3), List.of(new UUID(1, 1))))));
        dora.expect(event("[null", "new_notification", json(arrival(2, 4))));
        assertThat(StandInInboxes.CALLS).hasSize(2);
    }

    private FrameClient push(String event, String payload) {
        return dora.send("[\"1\",\"2\",\"" + DORA + "\",\"" + event + "\"," + payload + "]");
    }

    private static String reply(String ref, String response) {
        return "[\"1\",\"" + ref + "\",\"" + DORA + "\",\"phx_reply\",{\"status\":\"ok\",\"response\":{" + response + "}}]";
    }

    private static String event(String joinRef, String event, String payload) {
        return joinRef + ",null,\"" + DORA + "\",\"" + event + "\"," + payload + "]";
    }

    private static NewNotification arrival(long seq, long rev) {
        return new NewNotification(GapRepairTest.unread(seq, rev), state(1, seq, rev));
    }

    private static InboxState state(int unread, long seq, long rev) {
        return new InboxState(unread, unread, seq, rev, StandInInboxes.EPOCH, 0);
    }

    private void publish(String event, Object payload) {
        InboxState state = payload instanceof NewNotification news ? news.state() : ((InboxChanged) payload).state();
        InboxFrame frame = new InboxFrame("dora;d", event, Revisions.of(state), Trail.NONE, json(payload));
        redis.send(Request.cmd(Command.PUBLISH).arg(new RedisPrefix(InboxFrame.REDIS_PREFIX).channel(frame.topic(InboxFrame.TOPIC_PREFIX)))
                .arg(frame.message().encode())).toCompletionStage().toCompletableFuture().join();
    }

    private String json(Object payload) {
        try {
            return json.writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
