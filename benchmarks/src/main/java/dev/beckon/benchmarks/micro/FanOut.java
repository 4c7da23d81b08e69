package dev.beckon.benchmarks.micro;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.Assigns;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.blocks.Blocks;
import dev.beckon.channels.internal.protocol.Inbound;
import dev.beckon.channels.internal.protocol.Ref;
import dev.beckon.channels.internal.protocol.Serializer;
import dev.beckon.channels.internal.protocol.Serializers;
import dev.beckon.channels.internal.pubsub.LocalPubSub;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.socket.Admitted;
import dev.beckon.channels.internal.socket.Socket;
import dev.beckon.channels.internal.socket.SocketConfig;
import dev.beckon.channels.internal.socket.Sockets;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A broadcast through the real sockets, channels and pub/sub to connections that only count frames; on one event loop. */
@State(Scope.Thread)
public class FanOut {

    private static final String TOPIC = "room:lobby";
    private static final Ref REF = new Ref("\"1\"");

    private final ObjectMapper json = new ObjectMapper();
    private final Serializers serializers = new Serializers(json);
    private final Serializer version2 = serializers.forVersion("2.0.0").orElseThrow();
    private final RawJson payload = new RawJson("{\"body\":\"" + "x".repeat(289) + "\"}");
    private final PubSub pubSub = new LocalPubSub();
    private final ChannelRouter router = ChannelRouter.builder().channel("room:*", new Router.Anyone()).build();
    private final Vertx vertx = Vertx.vertx();
    private final Blocks blocks = Blocks.ofOneNode(vertx, pubSub);
    private final Sockets sockets = Sockets.standalone(pubSub, blocks, serializers, limits(), vertx);
    private final CountingConnection connection = new CountingConnection();

    /** Members of the topic. */
    @Param("10000")
    public int size;

    @Setup
    public void members() {
        for (int i = 0; i < size; i++) {
            Socket socket = sockets.open(connection, new Admitted(router, new Assigns(), version2, null, null));
            socket.receive(new Inbound.Join(REF, REF, TOPIC, json.createObjectNode()));
        }
        long joins = connection.frames;
        long reached = publish() - joins;
        if (joins != size || reached != size) {
            throw new IllegalStateException("%d of %d have joined, %d were reached".formatted(joins, size, reached));
        }
    }

    @TearDown
    public void end() {
        sockets.stop();
        blocks.close();
        vertx.close();
    }

    @Benchmark
    public long publish() {
        pubSub.publish(new TopicBroadcast(TOPIC, "new_msg", "", payload, null));
        return connection.frames;
    }

    private static SocketConfig limits() {
        return new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(SocketConfig.class).build()
                .getConfigMapping(SocketConfig.class);
    }
}
