package dev.beckon.channels.test;

import dev.beckon.channels.Endpoint;
import dev.beckon.channels.internal.protocol.Serializers;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.channels.internal.transport.MountedSockets;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Injects the running application's sockets into a {@code @QuarkusTest}. */
@Singleton
final class TestSocketsProducer {

    @Produces
    @Singleton
    TestSockets testSockets(MountedSockets mounted, Sockets sockets, Endpoint endpoint, PubSub pubSub, Serializers serializers,
            Vertx vertx) {
        return new TestSockets(mounted.all(), sockets, endpoint, pubSub, serializers, vertx, () -> {});
    }
}
