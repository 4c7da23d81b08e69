package dev.beckon.channels.test;

import dev.beckon.channels.channel.Endpoint;
import dev.beckon.channels.channel.UserSocket;
import dev.beckon.channels.protocol.Serializers;
import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.channels.socket.Sockets;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives a {@code @QuarkusTest} the running application's sockets. */
@Singleton
final class TestSocketsProducer {

    @Produces
    @Singleton
    TestSockets testSockets(UserSocket userSocket, Sockets sockets, Endpoint endpoint, PubSub pubSub, Serializers serializers,
            Vertx vertx) {
        return new TestSockets(userSocket, sockets, endpoint, pubSub, serializers, vertx, () -> {});
    }
}
