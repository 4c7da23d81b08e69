package dev.beckon.channels.socket;

import dev.beckon.channels.channel.Assigns;
import dev.beckon.channels.channel.EventResult;
import dev.beckon.channels.channel.Member;
import dev.beckon.channels.channel.ReplyRef;
import dev.beckon.channels.protocol.Inbound;
import dev.beckon.channels.protocol.Outbound;
import dev.beckon.channels.protocol.Outbound.Push;
import dev.beckon.channels.protocol.Payload;
import dev.beckon.channels.protocol.Ref;
import dev.beckon.channels.pubsub.TopicBroadcast;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a channel sees of one client on one topic. Once ended it says nothing more, whoever still holds it. */
final class SocketMember implements Member {

    private static final Uni<Void> DONE = Uni.createFrom().voidItem();

    private final Socket socket;
    private final String topic;
    private final String subtopic;
    private final @Nullable Ref channelRef;
    private final JoinedChannel life;
    private final Assigns assigns = new Assigns();
    private final List<Runnable> onEnd = new ArrayList<>(0);
    private List<Runnable> held = new ArrayList<>(0);
    private boolean joined;
    private @Nullable Uni<Void> subscription;
    private @Nullable Ref handling;
    private boolean ended;

    /** @param life hears the topic's broadcasts for this member, and runs its callbacks */
    SocketMember(Socket socket, Inbound.Join join, String subtopic, JoinedChannel life) {
        this.socket = socket;
        this.topic = join.topic();
        this.subtopic = subtopic;
        this.channelRef = join.joinRef() != null ? join.joinRef() : join.ref();
        this.life = life;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public String subtopic() {
        return subtopic;
    }

    @Override
    public Assigns socketAssigns() {
        return socket.assigns();
    }

    @Override
    public Assigns assigns() {
        return assigns;
    }

    @Override
    public Uni<Void> subscribe() {
        return socket.loop().isCurrent() ? subscribeNow() : DONE.emitOn(socket.loop()).chain(this::subscribeNow);
    }

    private Uni<Void> subscribeNow() {
        if (ended) {
            return DONE;
        }
        Uni<Void> subscribed = subscription;
        if (subscribed == null) {
            subscribed = socket.pubSub().subscribe(topic, life)
                    .memoize().indefinitely()
                    .emitOn(socket.loop()::run)
                    .invoke(() -> subscription = DONE); // for as long as the member lives, without all that led to it
            subscription = subscribed;
        }
        return subscribed;
    }

    @Override
    public void push(String event, Object payload) {
        Payload finished = socket.encode(payload);
        socket.loop().run(() -> afterJoin(() -> socket.send(new Push(channelRef, topic, event, finished))));
    }

    @Override
    public void push(TopicBroadcast broadcast) {
        socket.loop().run(() -> afterJoin(() -> socket.send(broadcast)));
    }

    /** As {@link #push(TopicBroadcast)}, on the loop already: for the many who only hear, it makes no object. */
    void tell(TopicBroadcast broadcast) {
        if (joined && !ended) {
            socket.send(broadcast);
        } else {
            afterJoin(() -> socket.send(broadcast));
        }
    }

    /** What is said before the join's answer follows it. */
    private void afterJoin(Runnable saying) {
        if (ended) {
            return;
        }
        if (joined) {
            saying.run();
        } else if (held.size() < socket.limits().maxQueuedMessages()) {
            held.add(saying);
        } else {
            life.overflow();
        }
    }

    @Override
    public void broadcast(String event, Object payload) {
        socket.broadcast(topic, event, payload, null);
    }

    @Override
    public void broadcastFrom(String event, Object payload) {
        socket.broadcast(topic, event, payload, life);
    }

    @Override
    public ReplyRef replyRef() {
        return new ReplyRef(handling);
    }

    @Override
    public void reply(ReplyRef to, EventResult.Reply reply) {
        Payload response = socket.encode(reply.response());
        socket.loop().run(() -> send(new Outbound.Reply(channelRef, to.ref(), topic, reply.status(), response)));
    }

    @Override
    public void stop() {
        socket.loop().run(life::stop);
    }

    /** The event that {@code handleIn} is about to handle. */
    void handling(@Nullable Ref ref) {
        handling = ref;
    }

    @Override
    public void onEnd(Runnable task) {
        socket.loop().run(() -> {
            if (ended) {
                socket.loop().runApart(task);
            } else {
                onEnd.add(task);
            }
        });
    }

    @Override
    public void send(Object message) {
        socket.loop().run(() -> life.info(message));
    }

    /** Goes with what the channel sends; a join without a {@code join_ref} lends its {@code ref}, as in Phoenix. */
    @Nullable Ref channelRef() {
        return channelRef;
    }

    boolean hasEnded() {
        return ended;
    }

    void send(Outbound message) {
        if (!ended) {
            socket.send(message);
        }
    }

    /** The join was answered: what waited for that goes out. */
    void joined() {
        joined = true;
        List<Runnable> sayings = held;
        held = List.of();
        sayings.forEach(Runnable::run);
    }

    void end() {
        if (ended) {
            return;
        }
        ended = true;
        held = List.of();
        if (subscription != null) {
            socket.pubSub().unsubscribe(topic, life);
        }
        onEnd.forEach(socket.loop()::runApart);
    }
}
