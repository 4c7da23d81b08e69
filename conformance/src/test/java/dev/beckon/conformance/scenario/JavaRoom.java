package dev.beckon.conformance.scenario;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import kotlin.Unit;
import org.phoenixframework.Channel;
import org.phoenixframework.Message;
import org.phoenixframework.Push;

/** A channel of JavaPhoenixClient that records all its events. */
final class JavaRoom {

    private static final long PATIENCE_MILLIS = 10_000;
    private static final List<String> EVENTS = List.of("new_msg", "new_msg_from", "pushed", "news");

    final Channel channel;
    final List<Message> received = new CopyOnWriteArrayList<>();
    /** Replies to its joins, rejoins too. */
    final List<Message> joins = new CopyOnWriteArrayList<>();
    final AtomicInteger errors = new AtomicInteger();
    final AtomicInteger closes = new AtomicInteger();

    JavaRoom(Channel channel) {
        this.channel = channel;
        EVENTS.forEach(event -> channel.on(event, message -> {
            received.add(message);
            return Unit.INSTANCE;
        }));
        channel.onError(_ -> {
            errors.incrementAndGet();
            return Unit.INSTANCE;
        });
        channel.onClose(_ -> {
            closes.incrementAndGet();
            return Unit.INSTANCE;
        });
    }

    /** Joins, and waits for the reply. */
    Message join() {
        beginToJoin();
        soon().alias("the join is answered").until(() -> !joins.isEmpty());
        return joins.getFirst();
    }

    void beginToJoin() {
        Push push = channel.join(PATIENCE_MILLIS);
        for (String status : List.of("ok", "error")) {
            push.receive(status, message -> {
                joins.add(message);
                return Unit.INSTANCE;
            });
        }
    }

    void awaitJoined(int times) {
        soon().alias("joined %d times".formatted(times)).until(() -> joins.stream().filter(answer -> "ok".equals(answer.getStatus()))
                .count() >= times);
    }

    CompletableFuture<Message> push(String event, Map<String, ?> payload, long timeoutMillis) {
        return answer(channel.push(event, payload, timeoutMillis));
    }

    /** Waits for the reply. */
    Message ask(String event, Map<String, ?> payload) {
        return get(push(event, payload, PATIENCE_MILLIS));
    }

    Message leave() {
        return get(answer(channel.leave(PATIENCE_MILLIS)));
    }

    static CompletableFuture<Message> answer(Push push) {
        CompletableFuture<Message> answer = new CompletableFuture<>();
        for (String status : List.of("ok", "error")) {
            push.receive(status, message -> {
                answer.complete(message);
                return Unit.INSTANCE;
            });
        }
        push.receive("timeout", _ -> {
            answer.completeExceptionally(new TimeoutException());
            return Unit.INSTANCE;
        });
        return answer;
    }

    static Message get(CompletableFuture<Message> answer) {
        return answer.orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
    }

    void assertHears(String event, Map<String, ?> payload) {
        soon().alias(event + " came").until(() -> count(event) > 0);
        assertThat(received).filteredOn(message -> message.getEvent().equals(event)).first()
                .extracting(Message::getPayload).isEqualTo(payload);
    }

    long count(String event) {
        return received.stream().filter(message -> message.getEvent().equals(event)).count();
    }
}
