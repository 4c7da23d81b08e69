package dev.beckon.channels.transport.longpoll;

import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.channels.pubsub.Subscriber;
import dev.beckon.channels.pubsub.TopicBroadcast;
import dev.beckon.channels.pubsub.VertxLoop;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Carries requests between the node that they reach and the node that has their session. Each node hears what is meant for
 * it on a topic whose name only nodes can tell, and requests carry their session's signed token all the same. All of it
 * happens on one event loop.
 */
final class Relay implements SessionHost, Subscriber {

    private static final Logger LOG = Logger.getLogger(Relay.class);

    private final UUID node;
    private final SessionTokens tokens;
    private final PubSub pubSub;
    private final VertxLoop loop;
    private final RelayQuestions questions;
    private final RelayAnswers answers;

    Relay(UUID node, LocalSessions sessions, SessionTokens tokens, PubSub pubSub, Vertx vertx, LongPollConfig config) {
        this.node = node;
        this.tokens = tokens;
        this.pubSub = pubSub;
        this.loop = new VertxLoop(((VertxInternal) vertx).createEventLoopContext());
        this.questions = new RelayQuestions(loop, config, this::send);
        this.answers = new RelayAnswers(loop, sessions, tokens, this::send);
    }

    void start() {
        loop.execute(() -> pubSub.subscribe(tokens.relayTopic(node), this).subscribe().with(_ -> {}));
    }

    void stop() {
        pubSub.unsubscribe(tokens.relayTopic(node), this);
    }

    @Override
    public Uni<Answer> poll(SessionToken token, UUID id) {
        return questions.ask(token.node(), id, new RelayMessage.Poll(id, node, tokens.sign(token)));
    }

    @Override
    public void lost(SessionToken token, UUID id) {
        loop.run(() -> send(token.node(), new RelayMessage.Lost(id, node, tokens.sign(token))));
    }

    @Override
    public Uni<Answer> post(SessionToken token, Post post) {
        UUID id = UUID.randomUUID();
        return questions.ask(token.node(), id, new RelayMessage.Submit(id, node, tokens.sign(token), post));
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void deliver(TopicBroadcast broadcast) {
        RelayMessage message;
        try {
            message = RelayMessage.of(broadcast);
        } catch (IllegalArgumentException e) {
            LOG.warnf("A message to this node's relay is dropped: %s", e.getMessage());
            return;
        }
        switch (message) {
            case RelayMessage.Poll poll -> answers.poll(poll);
            case RelayMessage.Submit submit -> answers.post(submit);
            case RelayMessage.Lost lost -> answers.lost(lost);
            case RelayMessage.Cancelled(var id) -> answers.cancel(id);
            case RelayMessage.Taken(var id) -> questions.taken(id);
            case RelayMessage.Answered(var id, var answer) -> questions.answered(id, answer);
        }
    }

    private void send(UUID to, RelayMessage message) {
        pubSub.publish(message.on(tokens.relayTopic(to)));
    }
}
