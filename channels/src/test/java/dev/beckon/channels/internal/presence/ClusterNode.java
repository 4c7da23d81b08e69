package dev.beckon.channels.internal.presence;

import static dev.beckon.testservers.Await.soon;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.PresenceFetch;
import dev.beckon.channels.internal.pubsub.RedisNode;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** One node of a cluster on a real Redis, with members that need no socket. One member watches the topic from the start. */
final class ClusterNode implements AutoCloseable {

    static final String TOPIC = "room:1";

    final RedisNode redis;
    final ClusterPresence presence;
    final StandInMember observer;
    private final List<StandInMember> members = new CopyOnWriteArrayList<>();

    ClusterNode(Vertx vertx, String url, PresenceSettings settings) {
        this.redis = new RedisNode(vertx, url, RedisNode.Config.defaults().beating());
        this.presence = new ClusterPresence(redis.pubSub, new ObjectMapper(), settings, settings.limits(), (PresenceFetch) null, vertx);
        this.observer = new StandInMember(redis.pubSub, TOPIC);
        observer.subscribe().await().atMost(Duration.ofSeconds(20));
        presence.pushState(observer).await().atMost(Duration.ofSeconds(20));
    }

    ClusterNode joined(String... keys) {
        for (String key : keys) {
            StandInMember member = new StandInMember(redis.pubSub, TOPIC);
            members.add(member);
            presence.track(member, key, Map.of("n", members.size())).await().atMost(Duration.ofSeconds(20));
        }
        return this;
    }

    ClusterNode joined(String prefix, int count) {
        return joined(IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new));
    }

    List<StandInMember> members() {
        return members;
    }

    Set<String> keys() {
        return presence.keys(TOPIC).await().atMost(Duration.ofSeconds(20));
    }

    /** Waits until the node, and every member that has followed its diffs, shows exactly these keys. */
    void expect(String... keys) {
        Set<String> expected = Set.copyOf(Arrays.asList(keys));
        soon().until(() -> keys().equals(expected));
        soon().until(() -> view().refs().equals(list().refs()));
    }

    ClientView view() {
        return ClientView.of(List.copyOf(observer.pushes()));
    }

    ClientView list() {
        return ClientView.of(presence.list(TOPIC).await().atMost(Duration.ofSeconds(20)));
    }

    /** Stops without a goodbye, as {@code kill -9} does: its later messages are dropped. */
    void kill() {
        redis.close();
        presence.stop();
    }

    @Override
    public void close() {
        presence.stop();
        redis.close();
    }
}
