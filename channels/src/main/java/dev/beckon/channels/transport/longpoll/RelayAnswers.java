package dev.beckon.channels.transport.longpoll;

import dev.beckon.channels.pubsub.VertxLoop;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Requests that other nodes have sent here. A session has one poll at a time, and each node bounds its POSTs, so what is
 * under way is bounded too. Confined to the relay's event loop.
 */
final class RelayAnswers {

    private final Map<UUID, Cancellable> underWay = new HashMap<>();
    private final VertxLoop loop;
    private final LocalSessions sessions;
    private final SessionTokens tokens;
    private final BiConsumer<UUID, RelayMessage> sender;

    RelayAnswers(VertxLoop loop, LocalSessions sessions, SessionTokens tokens, BiConsumer<UUID, RelayMessage> sender) {
        this.loop = loop;
        this.sessions = sessions;
        this.tokens = tokens;
        this.sender = sender;
    }

    void poll(RelayMessage.Poll poll) {
        answer(poll.id(), poll.from(), poll.token(), token -> sessions.poll(token, poll.id()));
    }

    void lost(RelayMessage.Lost lost) {
        tokens.read(lost.token()).ifPresent(token -> sessions.lost(token, lost.id()));
    }

    void post(RelayMessage.Submit submit) {
        answer(submit.id(), submit.from(), submit.token(), token -> sessions.post(token, submit.post()));
    }

    void cancel(UUID id) {
        Cancellable request = underWay.remove(id);
        if (request != null) {
            request.cancel();
        }
    }

    /** Always later, so that what is under way is known before it is over. */
    private void answer(UUID id, UUID from, String token, Function<SessionToken, Uni<Answer>> request) {
        sender.accept(from, new RelayMessage.Taken(id));
        Uni<Answer> answer = tokens.read(token).map(request).orElseGet(() -> Uni.createFrom().item(Answer.GONE));
        underWay.put(id, answer.emitOn(loop).subscribe().with(ready -> {
            underWay.remove(id);
            sender.accept(from, new RelayMessage.Answered(id, ready));
        }));
    }
}
