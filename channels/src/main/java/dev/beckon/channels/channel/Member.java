package dev.beckon.channels.channel;

import dev.beckon.channels.pubsub.TopicBroadcast;
import io.smallrye.mutiny.Uni;

/** One client on one topic, as a channel sees it. */
public interface Member {

    /** Such as {@code notifications:7}. */
    String topic();

    /** What the pattern's {@code *} stands for, such as {@code 7}; empty if the pattern has none. */
    String subtopic();

    /** Of the client's connection; put there by {@link UserSocket#connect}. */
    Assigns socketAssigns();

    /** Of this member alone. */
    Assigns assigns();

    /**
     * Subscribes to the topic now, before {@code join} has answered, so that what is read afterwards and what is
     * broadcast leave no gap between them. Without this call the member is subscribed when {@code join} has succeeded.
     *
     * @return completes when broadcasts arrive, after a bounded wait at the latest; never fails
     */
    Uni<Void> subscribe();

    /**
     * To this client alone; any thread; nothing happens once the member is gone. Before the join is answered it waits for
     * the answer, and is dropped with a refusal.
     *
     * @param payload written as a JSON object, or a {@link dev.beckon.channels.protocol.BinaryPayload}
     */
    void push(String event, Object payload);

    /** The shared bytes of a broadcast, to this client. On the event loop of the callback. */
    void push(TopicBroadcast broadcast);

    /** To everyone on the topic, on every node; to the sender too. */
    void broadcast(String event, Object payload);

    /** To everyone on the topic but this member. */
    void broadcastFrom(String event, Object payload);

    /** Of the event that {@link Channel#handleIn} is handling now; with it the answer may be given later. */
    ReplyRef replyRef();

    /** Answers an event that {@code handleIn} has answered with {@link EventResult#noReply}. Any thread. */
    void reply(ReplyRef to, EventResult.Reply reply);

    /** Ends this member's channel normally, after the present callback: {@code phx_close}. Any thread. */
    void stop();

    /** Runs {@code task} on the socket's event loop when the member is gone, for whatever reason; at once if it is. */
    void onEnd(Runnable task);

    /** Queues {@code message} for this member's {@link Channel#handleInfo}. Any thread. */
    void send(Object message);
}
