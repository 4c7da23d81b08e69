package dev.beckon.gateway;

import dev.beckon.channels.ChannelsMeters;
import dev.beckon.channels.Node;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Lets Quarkus bind the meters that the channels library registers for this gateway. */
@Singleton
final class ChannelsMetersProducer {

    @Produces
    @Singleton
    MeterBinder channelsMeters(Node node) {
        return new ChannelsMeters(node);
    }
}
