package dev.beckon.channels.test;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.beckon.channels.ConnectInfo;
import dev.beckon.channels.ConnectResult;
import dev.beckon.channels.Endpoint;
import dev.beckon.channels.Presence;
import dev.beckon.channels.UserSocket;
import dev.beckon.channels.internal.blocks.Blocks;
import dev.beckon.channels.internal.presence.ClusterPresence;
import dev.beckon.channels.internal.presence.PresenceConfig;
import dev.beckon.channels.internal.protocol.Serializer;
import dev.beckon.channels.internal.protocol.Serializers;
import dev.beckon.channels.internal.pubsub.LocalPubSub;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.socket.Admitted;
import dev.beckon.channels.internal.socket.MountedSocket;
import dev.beckon.channels.internal.socket.Socket;
import dev.beckon.channels.internal.socket.SocketConfig;
import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.netty.VertxLoop;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * An application's sockets in a test: plain JUnit makes them with {@link #of}, in milliseconds; a {@code @QuarkusTest} injects
 * them, with the application's own beans. Close after each test.
 */
public final class TestSockets implements AutoCloseable {

    private static final String DEFAULT_PATH = "/socket";

    /** For tests without a container: made once; its daemon threads need no shutdown. */
    private static final class SharedVertx {

        static final Vertx INSTANCE = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setUseDaemonThread(true));

        private SharedVertx() {}
    }

    private final List<MountedSocket> mounted;
    private final MountedSocket socket;
    private final Sockets sockets;
    private final Endpoint endpoint;
    private final PubSub pubSub;
    private final Serializers serializers;
    private final Vertx vertx;
    private final Runnable afterwards;
    private final Queue<TestSocket> open;
    private Patience patience = Patience.DEFAULT;

    /** @param mounted the first is the one that clients connect to unless a test asks for another */
    TestSockets(List<MountedSocket> mounted, Sockets sockets, Endpoint endpoint, PubSub pubSub, Serializers serializers,
            Vertx vertx, Runnable afterwards) {
        this(mounted, mounted.getFirst(), new ConcurrentLinkedQueue<>(), sockets, endpoint, pubSub, serializers, vertx, afterwards);
    }

    private TestSockets(List<MountedSocket> mounted, MountedSocket socket, Queue<TestSocket> open, Sockets sockets, Endpoint endpoint,
            PubSub pubSub, Serializers serializers, Vertx vertx, Runnable afterwards) {
        this.mounted = mounted;
        this.socket = socket;
        this.open = open;
        this.sockets = sockets;
        this.endpoint = endpoint;
        this.pubSub = pubSub;
        this.serializers = serializers;
        this.vertx = vertx;
        this.afterwards = afterwards;
    }

    /** One node alone, with the default limits. */
    public static TestSockets of(UserSocket userSocket) {
        return of(userSocket, Map.of());
    }

    /** @param limits configuration keys such as {@code channels.socket.max-channels}, and their values */
    public static TestSockets of(UserSocket userSocket, Map<String, String> limits) {
        return of(_ -> List.of(userSocket), limits);
    }

    /** As {@link #of(UserSocket)}, for channels that track presence; the node's presence ends with {@link #close}. */
    public static TestSockets of(Function<Presence, UserSocket> userSocket) {
        return of(presence -> List.of(userSocket.apply(presence)), Map.of());
    }

    /** An application with several sockets; clients connect to the first unless a test asks for another {@link #at}. */
    public static TestSockets of(List<UserSocket> userSockets) {
        return of(_ -> userSockets, Map.of());
    }

    private static TestSockets of(Function<Presence, List<UserSocket>> userSockets, Map<String, String> limits) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(SocketConfig.class)
                .withMapping(PresenceConfig.class);
        limits.forEach(builder::withDefaultValue);
        SmallRyeConfig config = builder.build();
        JsonMapper json = JsonMapper.builder().findAndAddModules().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();
        Serializers serializers = new Serializers(json);
        Vertx vertx = SharedVertx.INSTANCE;
        PubSub pubSub = new LocalPubSub();
        Blocks blocks = Blocks.ofOneNode(vertx, pubSub);
        Sockets sockets = Sockets.standalone(pubSub, blocks, serializers, config.getConfigMapping(SocketConfig.class), vertx);
        Endpoint endpoint = new Endpoint(vertx, pubSub, blocks, serializers);
        ClusterPresence presence = ClusterPresence.standalone(pubSub, json, config.getConfigMapping(PresenceConfig.class), vertx);
        List<MountedSocket> mounted = userSockets.apply(presence).stream().map(each -> MountedSocket.of(each, DEFAULT_PATH)).toList();
        return new TestSockets(mounted, sockets, endpoint, pubSub, serializers, vertx, () -> {
            presence.stop();
            sockets.stop();
            blocks.close();
        });
    }

    /**
     * Replaces the defaults of 10 s and 100 ms.
     *
     * @param forSomething how long an assertion waits at most
     * @param forNothing how long a refutation waits
     */
    public TestSockets patience(Duration forSomething, Duration forNothing) {
        patience = new Patience(forSomething, forNothing);
        return this;
    }

    /**
     * The socket at another path, such as {@code /admin/socket}; closing either closes the clients of both.
     *
     * @throws IllegalArgumentException if none is there
     */
    public TestSockets at(String path) {
        MountedSocket there = mounted.stream().filter(each -> each.mount().path().equals(path)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no socket is at %s, only at %s".formatted(path,
                        mounted.stream().map(each -> each.mount().path()).toList())));
        TestSockets view = new TestSockets(mounted, there, open, sockets, endpoint, pubSub, serializers, vertx, afterwards);
        view.patience = patience;
        return view;
    }

    /** Connects a client without parameters. */
    public TestSocket connect() {
        return connect(Map.of());
    }

    public TestSocket connect(Map<String, String> params) {
        return connect(new ConnectInfo(params, Optional.ofNullable(params.get("token"))));
    }

    /** @throws AssertionError if the application refuses */
    public TestSocket connect(ConnectInfo client) {
        return switch (answer(client)) {
            case ConnectResult.Refused() -> throw new AssertionError("the connection is refused");
            case ConnectResult.Failed() -> throw new AssertionError("the connection cannot be checked");
            case ConnectResult.Accepted accepted -> open(accepted);
        };
    }

    /** Asserts that the application refuses a client with these parameters. */
    public void assertRefused(Map<String, String> params) {
        if (answer(new ConnectInfo(params, Optional.ofNullable(params.get("token")))) instanceof ConnectResult.Accepted) {
            throw new AssertionError("the connection is accepted");
        }
    }

    /** For broadcasts and disconnects from outside any channel. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** Drops every client of the test; returns when all their channels have terminated. */
    @Override
    public void close() {
        for (TestSocket socket = open.poll(); socket != null; socket = open.poll()) {
            socket.close();
            socket.awaitEnd();
        }
        afterwards.run();
    }

    private ConnectResult answer(ConnectInfo client) {
        return Uni.createFrom().deferred(() -> socket.userSocket().connect(client))
                .runSubscriptionOn(VertxLoop.next(vertx))
                .await().atMost(Patience.DEFAULT.forSomething());
    }

    private TestSocket open(ConnectResult.Accepted client) {
        Serializer serializer = serializers.forVersion("2.0.0").orElseThrow();
        Admitted admitted = socket.admitted(client, serializer, null);
        TestConnection connection = new TestConnection(VertxLoop.next(vertx));
        Socket server = connection.await(() -> Uni.createFrom().item(() -> sockets.open(connection, admitted)));
        connection.onEnd(() -> sockets.closed(server));
        TestSocket opened = new TestSocket(connection, server, pubSub, new Payloads(serializers), () -> patience);
        open.add(opened);
        return opened;
    }
}
