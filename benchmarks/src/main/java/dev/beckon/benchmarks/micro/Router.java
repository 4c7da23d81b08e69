package dev.beckon.benchmarks.micro;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.Channel;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finds the channel of a topic when its pattern is the last of many. */
@State(Scope.Thread)
public class Router {

    /** Number of patterns with a {@code *}. */
    @Param("4")
    public int size;

    private ChannelRouter router = ChannelRouter.builder().build();
    private String topic = "";

    @Setup
    public void patterns() {
        ChannelRouter.Builder routes = ChannelRouter.builder();
        for (int i = 0; i < size; i++) {
            routes.channel("kind-" + i + ":*", new Anyone());
        }
        router = routes.build();
        topic = "kind-" + (size - 1) + ":lobby";
    }

    @Benchmark
    public ChannelRouter.@Nullable Route match() {
        return router.match(topic);
    }

    /** Accepts every join and answers every event. */
    static final class Anyone implements Channel {

        @Override
        public Uni<JoinResult> join(Member member, JsonNode payload) {
            return Uni.createFrom().item(JoinResult.joined());
        }

        @Override
        public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
            return Uni.createFrom().item(EventResult.ok());
        }
    }
}
