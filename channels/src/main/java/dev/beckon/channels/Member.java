package dev.beckon.channels;

import io.smallrye.mutiny.Uni;

/** One client on one topic, as a channel sees it. */
public interface Member {

    /** The full topic, such as {@code notifications:7}. */
    String topic();

    /** The part of the topic that matched the pattern's {@code *}, such as {@code 7}; empty if the pattern has none. */
    String subtopic();

    /** Assigns of the client's connection, as {@link UserSocket#connect} made them. */
    Assigns socketAssigns();

    /** Assigns of this member alone. */
    Assigns assigns();

    /**
     * Subscribes to the topic now, before {@code join} has answered. A channel that reads its state after this call
     * misses no broadcast between the two. Without this call the member is subscribed when {@code join} has succeeded.
     *
     * @return completes when broadcasts arrive, after a bounded wait at the latest; never fails
     */
    Uni<Void> subscribe();

    /**
     * Subscribes this member to another topic's broadcasts from every node, as Phoenix's {@code PubSub.subscribe} in a channel:
     * each is a {@link TopicBroadcast} message to {@link Channel#handleInfo}, unless the member has ended. The client need not
     * be allowed to join that topic. For the member's own topic it is {@link #subscribe()}; a second call does nothing.
     *
     * @return completes when broadcasts arrive, after a bounded wait at the latest; fails if the member has {@code
     *     channels.socket.max-subscriptions} already
     * @throws IllegalArgumentException for a topic that is reserved, {@link ChannelRouter#RESERVED}
     */
    Uni<Void> subscribe(String otherTopic);

    /** Ends {@link #subscribe(String)}; a broadcast that is being delivered may still arrive. Any thread. */
    void unsubscribe(String otherTopic);

    /**
     * Pushes an event to this client alone, from any thread; does nothing once the member is gone. Before the join is
     * answered the push waits for the answer; a refusal drops it.
     *
     * @param payload written as a JSON object, or a {@link dev.beckon.channels.BinaryPayload}
     */
    void push(String event, Object payload);

    /** Pushes a broadcast to this client in the bytes that all members share. Call it on the callback's event loop. */
    void push(TopicBroadcast broadcast);

    /**
     * Sends an event to every client on the topic, on every node, this one included, whether or not the result is
     * subscribed to. Any thread.
     *
     * @return as {@link Endpoint#broadcast}. A channel that returns it from a callback ends with {@code phx_error} if the
     *     broadcast did not leave the node, as after Phoenix's {@code broadcast!}; one that recovers from the failure, or
     *     ignores the result, goes on, as after {@code broadcast}
     */
    Uni<Integer> broadcast(String event, Object payload);

    /** As {@link #broadcast}, to every client on the topic but this one. */
    Uni<Integer> broadcastFrom(String event, Object payload);

    /** Refers to the event that {@link Channel#handleIn} is handling now, so that the channel can answer it later. */
    ReplyRef replyRef();

    /** Answers an event that {@code handleIn} has answered with {@link EventResult#noReply}. Any thread. */
    void reply(ReplyRef to, EventResult.Reply reply);

    /** Ends this member's channel normally, after the present callback: {@code phx_close}. Any thread. */
    void stop();

    /**
     * Runs {@code task} on the socket's event loop when the member is gone, whatever the reason; at once if it is gone
     * already.
     */
    void onEnd(Runnable task);

    /** Queues {@code message} for this member's {@link Channel#handleInfo}. Any thread. */
    void info(Object message);
}
