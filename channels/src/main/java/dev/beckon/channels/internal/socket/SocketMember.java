package dev.beckon.channels.internal.socket;

import static dev.beckon.channels.internal.socket.Mailbox.DONE;

import dev.beckon.channels.Assigns;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.ChannelRouter.Route;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.Payload;
import dev.beckon.channels.ReplyRef;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.protocol.Inbound;
import dev.beckon.channels.internal.protocol.Outbound;
import dev.beckon.channels.internal.protocol.Outbound.Push;
import dev.beckon.channels.internal.protocol.Outbound.Reply;
import dev.beckon.channels.internal.protocol.Ref;
import dev.beckon.channels.internal.pubsub.PubSub.Subscriber;
import dev.beckon.netty.EventLoop;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends a channel's messages to one client on one topic. Messages that the channel sends before the join is answered
 * follow the answer; once the member has ended it sends nothing, even if other objects still refer to it.
 */
abstract sealed class SocketMember implements Member, Subscriber permits ChannelMember {

    final Socket socket;
    final String topic;
    final @Nullable Ref joinRef;
    /**
     * The join_ref in the channel's messages; a join without a {@code join_ref} uses its {@code ref}, as in Phoenix.
     */
    final @Nullable Ref channelRef;
    private final String subtopic;
    private final Assigns assigns = new Assigns();
    private final List<Runnable> onEnd = new ArrayList<>(0);
    private List<Runnable> untilJoined = new ArrayList<>(0);
    private Set<String> otherTopics = Set.of();
    private @Nullable Uni<Void> subscription;
    private @Nullable Ref handling;
    private boolean joined;
    private boolean ended;

    SocketMember(Socket socket, Route route, Inbound.Join join) {
        this.socket = socket;
        this.topic = join.topic();
        this.subtopic = route.subtopic();
        this.joinRef = join.joinRef();
        this.channelRef = joinRef != null ? joinRef : join.ref();
    }

    /** More messages were sent before the join's answer than may wait for it. */
    abstract void overflow();

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

    final @Nullable Ref joinRef() {
        return joinRef;
    }

    @Override
    public EventLoop loop() {
        return socket.loop();
    }

    @Override
    public Uni<Void> subscribe() {
        return loop().isCurrent() ? subscribeNow() : DONE.emitOn(loop()).chain(() -> subscribeNow());
    }

    private Uni<Void> subscribeNow() {
        if (ended) {
            return DONE;
        }
        Uni<Void> subscribed = subscription;
        if (subscribed == null) {
            subscribed = socket.pubSub().subscribe(topic, this)
                    .memoize().indefinitely()
                    .emitOn(loop()::run)
                    .invoke(() -> subscription = DONE); // releases the stages above, which would live as long as the member
            subscription = subscribed;
        }
        return subscribed;
    }

    @Override
    public Uni<Void> subscribe(String otherTopic) {
        if (otherTopic.startsWith(ChannelRouter.RESERVED)) {
            throw new IllegalArgumentException("members cannot subscribe to " + otherTopic + ": the topic is reserved");
        }
        if (otherTopic.equals(topic)) {
            return subscribe();
        }
        return loop().isCurrent() ? subscribeNow(otherTopic) : DONE.emitOn(loop()).chain(() -> subscribeNow(otherTopic));
    }

    private Uni<Void> subscribeNow(String otherTopic) {
        if (ended || otherTopics.contains(otherTopic)) {
            return DONE;
        }
        if (otherTopics.size() >= socket.limits().maxSubscriptions()) {
            return Uni.createFrom().failure(new IllegalStateException(
                    "the member on %s cannot subscribe to %s: it has %d other topics already, "
                            .formatted(topic, otherTopic, otherTopics.size()) + "channels.socket.max-subscriptions"));
        }
        otherTopics = otherTopics.isEmpty() ? new HashSet<>(2) : otherTopics; // most members have none
        otherTopics.add(otherTopic);
        return socket.pubSub().subscribe(otherTopic, new OtherTopic(this)).emitOn(loop()::run);
    }

    @Override
    public void unsubscribe(String otherTopic) {
        loop().run(() -> {
            if (otherTopics.contains(otherTopic)) {
                otherTopics.remove(otherTopic);
                socket.pubSub().unsubscribe(otherTopic, new OtherTopic(this));
            }
        });
    }

    /** Turns another topic's broadcasts into messages to the channel; two of one member are equal. */
    private record OtherTopic(SocketMember member) implements Subscriber {

        @Override
        public EventLoop loop() {
            return member.loop();
        }

        @Override
        public void deliver(TopicBroadcast broadcast) {
            member.info(broadcast);
        }
    }

    @Override
    public void push(String event, Object payload) {
        Payload finished = socket.encode(payload);
        loop().run(() -> afterJoin(() -> socket.send(new Push(channelRef, topic, event, finished))));
    }

    @Override
    public void push(TopicBroadcast broadcast) {
        loop().run(() -> pushNow(broadcast));
    }

    /** Makes no object for a member that has joined: most members only receive broadcasts. */
    final void pushNow(TopicBroadcast broadcast) {
        if (joined && !ended) {
            socket.send(broadcast);
        } else {
            afterJoin(() -> socket.send(broadcast));
        }
    }

    private void afterJoin(Runnable sending) {
        if (ended) {
            return;
        }
        if (joined) {
            sending.run();
        } else if (untilJoined.size() < Mailbox.MAX_WAITING) {
            untilJoined.add(sending);
        } else {
            overflow();
        }
    }

    @Override
    public Uni<Integer> broadcast(String event, Object payload) {
        return socket.broadcast(topic, event, payload, null);
    }

    @Override
    public Uni<Integer> broadcastFrom(String event, Object payload) {
        return socket.broadcast(topic, event, payload, this);
    }

    @Override
    public ReplyRef replyRef() {
        return new ReplyRef(handling);
    }

    @Override
    public void reply(ReplyRef to, EventResult.Reply reply) {
        Payload response = socket.encode(reply.response());
        loop().run(() -> send(new Reply(channelRef, to.ref(), topic, reply.status(), response)));
    }

    @Override
    public void onEnd(Runnable task) {
        loop().run(() -> {
            if (ended) {
                loop().runApart(task);
            } else {
                onEnd.add(task);
            }
        });
    }

    final void send(Outbound message) {
        if (!ended) {
            socket.send(message);
        }
    }

    /** Records the ref of the event that {@code handleIn} is about to handle. */
    final void handling(@Nullable Ref ref) {
        handling = ref;
    }

    final boolean hasEnded() {
        return ended;
    }

    /** The join was answered. */
    final void joined() {
        joined = true;
        List<Runnable> waiting = untilJoined;
        untilJoined = List.of();
        waiting.forEach(Runnable::run);
    }

    final void ended() {
        if (ended) {
            return;
        }
        ended = true;
        untilJoined = List.of();
        if (subscription != null) {
            socket.pubSub().unsubscribe(topic, this);
        }
        otherTopics.forEach(other -> socket.pubSub().unsubscribe(other, new OtherTopic(this)));
        onEnd.forEach(loop()::runApart);
    }
}
