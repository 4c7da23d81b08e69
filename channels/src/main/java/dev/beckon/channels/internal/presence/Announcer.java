package dev.beckon.channels.internal.presence;

import dev.beckon.channels.Member;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.presence.PresenceState.Diff;
import dev.beckon.channels.internal.pubsub.PubSub;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.tuples.Tuple2;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Sends presence states and diffs to this node's members and listeners. All changes between two calls of {@link #announce} become one
 * diff per topic; a state is sent only after all diffs for its entries, so that states and diffs agree in any order.
 * Confined to the shard's thread.
 */
final class Announcer {

    private static final String STATE = "presence_state";
    private static final String DIFF = "presence_diff";

    private final PubSub pubSub;
    private final Enricher enricher;
    private final PresenceListeners listeners;
    private final ShardThread thread;
    private final Runnable onDue;
    private final Map<String, TopicPresences> topics = new HashMap<>();
    private final Set<String> due = new LinkedHashSet<>();
    private final TopicPresences none = new TopicPresences();
    private volatile int entries;

    /** @param onDue schedules {@link #announce} */
    Announcer(PubSub pubSub, Enricher enricher, PresenceListeners listeners, ShardThread thread, Runnable onDue) {
        this.pubSub = pubSub;
        this.enricher = enricher;
        this.listeners = listeners;
        this.thread = thread;
        this.onDue = onDue;
    }

    /** Applies leaves before joins: an update must never look as if its topic had too many entries. */
    void changed(Diff diff) {
        entries += diff.joins().size() - diff.leaves().size(); // only one thread writes
        diff.leaves().forEach(entry -> {
            topic(entry.topic()).leave(entry);
            due(entry.topic());
        });
        diff.joins().forEach(entry -> {
            topic(entry.topic()).join(entry);
            due(entry.topic());
        });
    }

    /** Entries on all topics. Any thread. */
    int entries() {
        return entries;
    }

    /** The presences of {@code topic}, for reading only. */
    TopicPresences presences(String topic) {
        return topics.getOrDefault(topic, none);
    }

    int topicCount() {
        return topics.size();
    }

    /** @return completes when the state has been handed to {@code member} */
    CompletableFuture<Void> pushState(Member member) {
        TopicPresences presences = presences(member.topic());
        if (enricher.isIdle() && !presences.hasUntold()) {
            member.push(STATE, presences.state());
            return CompletableFuture.completedFuture(null);
        }
        due(member.topic());
        return topic(member.topic()).await(member);
    }

    /** Sends all changes since the last call. */
    void announce() {
        List<String> now = List.copyOf(due);
        due.clear();
        now.forEach(this::announce);
    }

    private void announce(String topic) {
        TopicPresences presences = topic(topic);
        if (presences.isBusy()) {
            return; // the fetch in progress makes it due again when its result is sent
        }
        Diff diff = presences.takeDiff();
        // Now: while a fetch runs the presences change further.
        Map<String, List<Entry>> present = listeners.isIdle() ? Map.of() : presences.of(diff);
        Map<Member, CompletableFuture<Void>> waiting = presences.takeWaiting();
        if (enricher.isIdle()) {
            push(topic, diff.isEmpty() ? RawJson.EMPTY : PresenceJson.diff(diff),
                    waiting.isEmpty() ? RawJson.EMPTY : presences.state(), waiting, present);
        } else {
            presences.setBusy(true);
            enriched(topic, diff, waiting.isEmpty() ? Map.of() : presences.byKey()).emitOn(thread).subscribe().with(all -> {
                presences.setBusy(false);
                push(topic, all.getItem1(), all.getItem2(), waiting, present);
            });
        }
    }

    private Uni<Tuple2<RawJson, RawJson>> enriched(String topic, Diff diff, Map<String, List<Entry>> state) {
        Uni<RawJson> enrichedDiff = diff.isEmpty()
                ? Uni.createFrom().item(RawJson.EMPTY)
                : Uni.combine().all()
                        .unis(enricher.json(topic, PresenceJson.byKey(diff.joins())),
                                enricher.json(topic, PresenceJson.byKey(diff.leaves())))
                        .with((joins, leaves) -> PresenceJson.diff(joins, leaves));
        return Uni.combine().all().unis(enrichedDiff, enricher.json(topic, state)).asTuple();
    }

    /** @param diff empty: nothing has changed */
    private void push(String topic, RawJson diff, RawJson state, Map<Member, CompletableFuture<Void>> waiting,
            Map<String, List<Entry>> present) {
        if (!diff.equals(RawJson.EMPTY)) {
            pubSub.publishLocal(new TopicBroadcast(topic, DIFF, "", diff, null));
            listeners.changed(topic, diff, present);
        }
        waiting.forEach((member, sent) -> {
            member.push(STATE, state);
            sent.complete(null);
        });
        TopicPresences presences = topic(topic);
        if (presences.isDue()) {
            due(topic);
        } else if (presences.isUnused()) {
            topics.remove(topic);
        }
    }

    private TopicPresences topic(String topic) {
        return topics.computeIfAbsent(topic, _ -> new TopicPresences());
    }

    private void due(String topic) {
        due.add(topic);
        onDue.run();
    }
}
