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

    /** Each of its channels twice: to join all of them, and others instead. */
    private static final int JOIN_BURST = 2;

    SocketContext(ChannelRouter router, PubSub pubSub, Serializers serializers, SocketConfig limits) {
        this(router, pubSub, serializers, limits, Rate.of(limits.maxMessagesPerSecond(), limits.messageBurst()),
                Rate.of(limits.maxJoinsPerSecond(), JOIN_BURST * limits.maxChannels()), new LongAdder());
    }
}
