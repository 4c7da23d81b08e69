package dev.beckon.channels.socket;

import dev.beckon.channels.channel.ChannelRouter;
import dev.beckon.channels.protocol.Serializers;
import dev.beckon.channels.pubsub.PubSub;

/** What all sockets of a node share. */
record SocketContext(ChannelRouter router, PubSub pubSub, Serializers serializers, SocketConfig limits, Rate messages,
        Rate joins, SocketCounts counts) {

    SocketContext(ChannelRouter router, PubSub pubSub, Serializers serializers, SocketConfig limits) {
        this(router, pubSub, serializers, limits, Rate.of(limits.maxMessagesPerSecond(), limits.messageBurst()),
                Rate.of(limits.maxJoinsPerSecond(), limits.joinBurst()), new SocketCounts());
    }
}
