package dev.beckon.gateway.notifications;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.CatchUp.Grouped;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxFrame.Revisions;
import dev.beckon.contracts.InboxPayload.GroupsChanged;
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
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A member that asks for groups gets them beside the frames, and one that does not gets what it always got. */
@QuarkusTest
@QuarkusTestResource(RedisAndKeys.class)
@QuarkusTestResource(value = StandInInboxes.class, restrictToAnnotatedClass = true)
@TestProfile(ReconcilerIT.OfItsOwn.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GroupMembersIT {

    @TestHTTPResource("/")
    URI http;

    @Inject
    Redis redis;

    @Inject
    ObjectMapper json;

    final String user = "user-" + UUID.randomUUID();
    final String topic = "notifications:" + user;
    FrameClient grouped;
    FrameClient stock;

    @BeforeEach
    void both_have_joined() {
        StandInInboxes.GROUPED.clear();
        grouped = join("{\"group\":\"thread\"}", ",\"groups\":[" + json(StandInInboxes.group(1)) + "],\"next_before\":1");
        stock = join("{}", "");
    }

    @AfterEach
    void leave() {
        StandInInboxes.groupsMayCome.countDown();
        StandInInboxes.groupStatus = 200;
        grouped.close();
        stock.close();
    }

    @Test
    void after_each_frame_it_gets_the_groups_that_changed() {
        for (long rev = 2; rev < 4; rev++) {
            change();
            grouped.expect(frame(rev)).expect(groupsChanged(rev));
            stock.expect(frame(rev));
        }

        assertThat(StandInInboxes.GROUPED).containsExactly(since(1), since(2));
    }

    @Test
    void frames_that_come_while_groups_are_fetched_share_the_next_fetch() {
        StandInInboxes.groupsMayCome = new CountDownLatch(1);
        change();
        soon().untilAsserted(() -> assertThat(StandInInboxes.GROUPED).hasSize(1));
        for (long rev = 3; rev < 9; rev++) {
            change();
        }
        for (long rev = 2; rev < 9; rev++) {
            grouped.expect(frame(rev));
            stock.expect(frame(rev));
        }

        StandInInboxes.groupsMayCome.countDown();

        grouped.expect(groupsChanged(8));
        change();
        grouped.expect(frame(9)).expect(groupsChanged(9));
        stock.expect(frame(9));
        assertThat(StandInInboxes.GROUPED).containsExactly(since(1), since(8));
    }

    @Test
    void groups_that_cannot_be_fetched_come_when_they_can_be_without_another_frame() {
        StandInInboxes.groupStatus = 503;
        change();
        grouped.expect(frame(2));
        soon().untilAsserted(() -> assertThat(StandInInboxes.GROUPED).isNotEmpty());

        StandInInboxes.groupStatus = 200;

        grouped.expect(groupsChanged(2));
        assertThat(StandInInboxes.GROUPED).containsOnly(since(1));
    }

    @Test
    void another_group_is_refused() {
        FrameClient other = new FrameClient(http, "vsn=2.0.0&token=" + RedisAndKeys.token(user));

        other.send("[\"1\",\"1\",\"" + topic + "\",\"phx_join\",{\"group\":\"source\"}]")
                .expect("[\"1\",\"1\",\"" + topic + "\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"invalid_group\"}}]");
        other.close();
    }

    private FrameClient join(String payload, String groups) {
        FrameClient client = new FrameClient(http, "vsn=2.0.0&token=" + RedisAndKeys.token(user));
        return client.send("[\"1\",\"1\",\"" + topic + "\",\"phx_join\"," + payload + "]").expect("[\"1\",\"1\",\"" + topic
                + "\",\"phx_reply\",{\"status\":\"ok\",\"response\":{\"unread\":0,\"unseen\":0,\"seq\":0,\"rev\":1,\"epoch\":\""
                + StandInInboxes.EPOCH + "\",\"read_up_to\":0,\"notifications\":[],\"snapshot\":true" + groups + "}}]");
    }

    private Position since(long rev) {
        return new Position(user, rev, StandInInboxes.EPOCH, new Grouped(0));
    }

    private void change() {
        StandInInboxes.change(user);
        NewNotification news = news(StandInInboxes.rev(user));
        InboxFrame frame = new InboxFrame(user, "new_notification", Revisions.of(news.state()), Trail.NONE, json(news));
        redis.send(Request.cmd(Command.PUBLISH).arg(new RedisPrefix(InboxFrame.REDIS_PREFIX).channel(frame.topic(InboxFrame.TOPIC_PREFIX)))
                .arg(frame.message().encode())).toCompletionStage().toCompletableFuture().join();
    }

    private static NewNotification news(long rev) {
        return new NewNotification(GapRepairTest.unread(rev, rev), new InboxState(1, 1, rev, rev, StandInInboxes.EPOCH, 0));
    }

    private String frame(long rev) {
        return "[null,null,\"" + topic + "\",\"new_notification\"," + json(news(rev)) + "]";
    }

    private String groupsChanged(long rev) {
        return "[\"1\",null,\"" + topic + "\",\"groups_changed\"," + json(new GroupsChanged(rev, StandInInboxes.EPOCH, List.of(
                StandInInboxes.group(rev)), List.of(), List.of(), null, false)) + "]";
    }

    private String json(Object payload) {
        try {
            return json.writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
