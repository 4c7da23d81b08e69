package dev.beckon.channels.socket;

import dev.beckon.channels.channel.Channel;
import dev.beckon.channels.channel.ChannelRouter.Route;
import dev.beckon.channels.channel.EventResult;
import dev.beckon.channels.channel.JoinResult;
import dev.beckon.channels.channel.TerminateReason;
import dev.beckon.channels.protocol.Inbound;
import dev.beckon.channels.protocol.Outbound.Close;
import dev.beckon.channels.protocol.Outbound.Crash;
import dev.beckon.channels.protocol.Outbound.Reply;
import dev.beckon.channels.protocol.Outbound.Status;
import dev.beckon.channels.protocol.Ref;
import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.pubsub.Subscriber;
import dev.beckon.channels.pubsub.TopicBroadcast;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The life of one client on one topic, from its join to its end. Everything goes through its mailbox, so callbacks never
 * overlap and what a client writes at once is handled in order, an asynchronous join first. Only broadcasts that nobody
 * intercepts pass by the mailbox, once the join is answered.
 */
final class JoinedChannel implements Subscriber {

    private static final Logger LOG = Logger.getLogger(JoinedChannel.class);
    private static final Uni<Void> DONE = Uni.createFrom().voidItem();

    private final Socket socket;
    private final Channel channel;
    private final String topic;
    private final Mailbox mailbox;
    private final SocketMember member;
    private boolean joined;

    JoinedChannel(Socket socket, Route route, Inbound.Join join) {
        this.socket = socket;
        this.channel = route.channel();
        this.topic = join.topic();
        this.mailbox = new Mailbox(socket.limits().maxQueuedMessages());
        this.member = new SocketMember(socket, topic, route.subtopic(), join.joinRef(), this, this::info);
    }

    @Nullable Ref joinRef() {
        return member.joinRef();
    }

    @Override
    public EventLoop loop() {
        return socket.loop();
    }

    /** @param afterReply runs when the join is over, answered or not */
    void join(Inbound.Join join, Runnable afterReply) {
        mailbox.offer(() -> call(() -> channel.join(member, join.payload()))
                .onFailure().recoverWithItem(failure -> joinCrashed(failure))
                .chain(result -> answer(join.ref(), result))
                .invoke(afterReply));
    }

    void handle(Inbound.Event event) {
        queue(event, () -> call(() -> channel.handleIn(member, event.event(), event.payload()))
                .invoke(result -> reply(event.ref(), result))
                .replaceWithVoid());
    }

    void leave(Inbound.Leave leave) {
        queue(leave, () -> {
            remove();
            return terminate(TerminateReason.LEFT).invoke(() -> {
                socket.send(Reply.ok(joinRef(), leave.ref(), topic));
                socket.send(new Close(joinRef(), topic));
            });
        });
    }

    /** Ends at once: what waits is dropped, and {@code terminate} runs after the present callback. */
    void end(TerminateReason reason) {
        remove();
        mailbox.finish(() -> terminate(reason));
    }

    @Override
    public void deliver(TopicBroadcast broadcast) {
        boolean intercepted = channel.intercepts().contains(broadcast.event());
        if (joined && !intercepted) {
            member.push(broadcast);
        } else if (intercepted) {
            queue(null, () -> call(() -> channel.handleOut(member, broadcast)));
        } else {
            queue(null, () -> DONE.invoke(() -> member.push(broadcast)));
        }
    }

    private void info(Object message) {
        queue(null, () -> call(() -> channel.handleInfo(member, message)));
    }

    /** @param message handed back to the socket if this has ended by then: the answer is not ours to give */
    private void queue(@Nullable Inbound message, Supplier<Uni<Void>> task) {
        if (member.hasEnded() && message == null) {
            return;
        }
        boolean taken = mailbox.offer(() -> {
            if (!member.hasEnded()) {
                return task.get().onFailure().recoverWithUni(this::crashed);
            }
            if (message != null) {
                socket.receive(message);
            }
            return DONE;
        });
        if (!taken) {
            crash("more than " + socket.limits().maxQueuedMessages() + " messages wait");
            mailbox.finish(() -> terminate(TerminateReason.ERROR));
        }
    }

    /** A callback that throws and one whose {@code Uni} fails are the same; its result arrives on the socket's loop. */
    private <T> Uni<T> call(Supplier<Uni<T>> callback) {
        return Uni.createFrom().<T>deferred(callback::get).emitOn(loop()::run);
    }

    private Uni<Void> answer(@Nullable Ref ref, JoinResult result) {
        return switch (result) {
            case JoinResult.Refused(var response) -> {
                member.send(new Reply(joinRef(), ref, topic, Status.ERROR, response));
                remove();
                yield DONE;
            }
            case JoinResult.Joined(var response) -> member.subscribe().invoke(() -> {
                joined = true;
                member.send(new Reply(joinRef(), ref, topic, Status.OK, response));
            });
        };
    }

    private void reply(@Nullable Ref ref, EventResult result) {
        if (result instanceof EventResult.Reply(var status, var response)) {
            member.send(new Reply(joinRef(), ref, topic, status, response));
        }
    }

    /** Phoenix's own words: {@code lib/phoenix/channel/server.ex}. */
    private JoinResult joinCrashed(Throwable failure) {
        LOG.errorf(failure, "Connection %s: join of %s failed", socket.id(), topic);
        return new JoinResult.Refused(Map.of("reason", "join crashed"));
    }

    private Uni<Void> crashed(Throwable failure) {
        crash(failure.toString());
        return terminate(TerminateReason.ERROR);
    }

    private void crash(String why) {
        LOG.errorf("Connection %s: the channel on %s is gone: %s", socket.id(), topic, why);
        member.send(new Crash(joinRef(), topic));
        remove();
    }

    private void remove() {
        member.end();
        socket.removed(topic, this);
    }

    /** Only who has joined is told; a failure here has nobody left to tell but the log. */
    private Uni<Void> terminate(TerminateReason reason) {
        if (!joined) {
            return DONE;
        }
        joined = false;
        return call(() -> channel.terminate(member, reason)).onFailure().recoverWithUni(failure -> {
            LOG.errorf(failure, "Connection %s: terminate on %s failed", socket.id(), topic);
            return DONE;
        });
    }
}
