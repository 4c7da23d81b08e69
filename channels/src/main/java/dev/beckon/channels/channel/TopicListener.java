package dev.beckon.channels.channel;

import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.pubsub.Subscriber;
import dev.beckon.channels.pubsub.TopicBroadcast;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Hands a topic's broadcasts to an application's code that is no channel. One of the places that subscribe to a Uni. */
record TopicListener(EventLoop loop, Function<TopicBroadcast, Uni<Void>> listener) implements Subscriber {

    private static final Logger LOG = Logger.getLogger(TopicListener.class);

    @Override
    public void deliver(TopicBroadcast broadcast) {
        loop.runApart(() -> Uni.createFrom().deferred(() -> listener.apply(broadcast)).subscribe().with(
                _ -> {},
                failure -> LOG.errorf(failure, "A listener to %s failed", broadcast.topic())));
    }
}
