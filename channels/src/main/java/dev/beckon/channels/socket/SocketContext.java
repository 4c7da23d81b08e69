package dev.beckon.channels.socket;

import dev.beckon.channels.channel.ChannelRouter;
import dev.beckon.channels.protocol.Serializers;
import dev.beckon.channels.pubsub.PubSub;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all sockets of a node share.
 *
 * @param untold counts messages that a client's version of the protocol cannot say
 */
record SocketContext(ChannelRouter router, PubSub pubSub, Serializers serializers, SocketConfig limits, Rate messages,
        Rate joins, LongAdder untold) {

    SocketContext(ChannelRouter router, PubSub pubSub, Serializers serializers, SocketConfig limits) {
        this(router, pubSub, serializers, limits, Rate.of(limits.maxMessagesPerSecond(), limits.messageBurst()),
                Rate.of(limits.maxJoinsPerSecond(), limits.joinBurst()), new LongAdder());
    }
}
