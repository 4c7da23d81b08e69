package dev.beckon.channels.transport.longpoll;

import dev.beckon.channels.pubsub.VertxLoop;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Requests that wait for another node. A node that gives no sign of life in time is taken for dead, and so is one that
 * gave a sign and then no answer. Confined to the relay's event loop but for {@link #ask}.
 */
final class RelayQuestions {

    private final Map<UUID, Asked> waiting = new HashMap<>();
    private final VertxLoop loop;
    private final LongPollConfig config;
    private final BiConsumer<UUID, RelayMessage> sender;

    RelayQuestions(VertxLoop loop, LongPollConfig config, BiConsumer<UUID, RelayMessage> sender) {
        this.loop = loop;
        this.config = config;
        this.sender = sender;
    }

    private record Asked(UniEmitter<? super Answer> client, Runnable timer) {}

    /** @param id that the answer will carry */
    Uni<Answer> ask(UUID node, UUID id, RelayMessage message) {
        return Uni.createFrom().emitter(client -> loop.run(() -> ask(node, id, message, client)));
    }

    private void ask(UUID node, UUID id, RelayMessage message, UniEmitter<? super Answer> client) {
        if (waiting.size() >= config.maxRelayed()) {
            client.complete(Answer.INTERNAL_ERROR);
            return;
        }
        waiting.put(id, new Asked(client, loop.after(config.relayTimeout(), () -> client.complete(Answer.GONE))));
        client.onTermination(() -> loop.run(() -> giveUp(id, node)));
        sender.accept(node, message);
    }

    void taken(UUID id) {
        waiting.computeIfPresent(id, (_, asked) -> {
            asked.timer().run();
            return new Asked(asked.client(), loop.after(config.window().plus(config.relayTimeout()),
                    () -> asked.client().complete(Answer.GONE)));
        });
    }

    void answered(UUID id, Answer answer) {
        Asked asked = waiting.remove(id);
        if (asked != null) {
            asked.timer().run();
            asked.client().complete(answer);
        }
    }

    /** Nothing to give up if it was answered. */
    private void giveUp(UUID id, UUID node) {
        Asked asked = waiting.remove(id);
        if (asked != null) {
            asked.timer().run();
            sender.accept(node, new RelayMessage.Cancelled(id));
        }
    }
}
