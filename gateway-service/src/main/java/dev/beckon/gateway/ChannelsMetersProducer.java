package dev.beckon.gateway;

import dev.beckon.channels.metrics.ChannelsMeters;
import dev.beckon.channels.presence.Presence;
import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.channels.socket.Sockets;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Lets Quarkus bind what the channels library tells of this gateway. */
@Singleton
final class ChannelsMetersProducer {

    @Produces
    @Singleton
    MeterBinder channelsMeters(Sockets sockets, PubSub pubSub, Presence presence) {
        return new ChannelsMeters(sockets, pubSub, presence);
    }
}
