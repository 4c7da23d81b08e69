package dev.beckon.channels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Lists the present members of a topic across all nodes: a channel tracks its members under keys such as user ids, and
 * every member that has received the state gets the changes. Source: phoenix, {@code lib/phoenix/presence.ex}.
 *
 * <p>Thread-safe. Every call takes effect at once and in the order of calls for a topic, whether or not its result is
 * subscribed to; results arrive on the caller's Vert.x context. Refusals are {@link PresenceRefusedException}s. Before
 * the first call nothing runs and Redis has no subscription for it.
 */
public interface Presence {

    /**
     * Lists {@code member} under {@code key} until it is gone or untracked. A member may have several keys, and a key
     * several members, such as one user's devices.
     *
     * @param meta an object that Jackson writes as a JSON object
     * @return the {@code phx_ref}; fails if it is refused
     */
    Uni<String> track(Member member, String key, Object meta);

    /** As {@link #track(Member, String, Object)}, on another topic than the member's own, such as one that no client joins. */
    Uni<String> track(Member member, String topic, String key, Object meta);

    /**
     * Lists a thing that is no socket, such as a background job, under {@code key} until it is untracked or this node stops or
     * is lost. Each call is one more meta of the key.
     *
     * @param meta an object that Jackson writes as a JSON object
     * @return fails if it is refused
     */
    Uni<Tracked> track(String topic, String key, Object meta);

    /** Does nothing if the member is not tracked under {@code key}. */
    Uni<Void> untrack(Member member, String key);

    /** As {@link #untrack(Member, String)}, on another topic. */
    Uni<Void> untrack(Member member, String topic, String key);

    /**
     * Replaces the meta that {@code member} has tracked under {@code key}.
     *
     * @return the new {@code phx_ref}; fails if it is refused
     */
    Uni<String> update(Member member, String key, Object newMeta);

    /**
     * As {@link #update(Member, String, Object)}, for a meta that is computed from the present one.
     *
     * @param change gets the meta without its refs, may change it in place, and must be quick
     */
    Uni<String> update(Member member, String key, UnaryOperator<ObjectNode> change);

    /**
     * Pushes {@code presence_state} to {@code member}, and subscribes it to the topic if it is not yet, so that it
     * misses no {@code presence_diff}. A channel calls this in {@code join}, after {@link #track}, and need not wait
     * for it.
     */
    Uni<Void> pushState(Member member);

    /**
     * Lists all presences on {@code topic}, on all nodes, by key: {@code {"metas":[…]}} and the fields that {@link
     * PresenceFetch} adds. A node that has just started gets the others' presences within moments.
     */
    Uni<Map<String, ObjectNode>> list(String topic);

    /** The keys present on {@code topic}, on all nodes, without metas and without a call of {@link PresenceFetch}. */
    Uni<Set<String>> keys(String topic);

    /**
     * The subset of {@code keys} that is present on {@code topic}, on all nodes; the cost does not depend on other
     * keys.
     */
    Uni<Set<String>> present(String topic, Collection<String> keys);

    /** As {@link #list}, for one key; empty if the key is not present. */
    Uni<Optional<ObjectNode>> getByKey(String topic, String key);

    /** Topics with presences or with undelivered changes on this node; for tests and metrics. */
    Uni<Integer> topicCount();

    /** Presences of all nodes on all topics, as far as this node has received them. */
    int entryCount();

    /**
     * Calls {@code listener} with the joins and leaves on every topic, on all nodes, from now on; Phoenix's {@code
     * handle_metas}. What is present already is in {@link #list}. As in {@code presence_diff}, the changes of one topic within
     * {@code channels.presence.tick} come together, and a join and its leave within that time not at all.
     *
     * @param listener called in the order of a topic's changes, on an event loop that it must not block, each time in a context
     *     of its own; asynchronous work that it starts may overlap, and a failure is logged
     */
    Endpoint.Subscription listen(Function<Change, Uni<Void>> listener);

    /** A thing that is tracked by {@link #track(String, String, Object)}. Thread-safe. */
    interface Tracked {

        String topic();

        String key();

        /** Replaces the meta. @return the new {@code phx_ref}; fails if it is refused, {@code not_tracked} after {@link #untrack} */
        Uni<String> update(Object newMeta);

        /** As {@link Presence#update(Member, String, UnaryOperator)}. */
        Uni<String> update(UnaryOperator<ObjectNode> change);

        /** The second time it does nothing. */
        Uni<Void> untrack();
    }

    /**
     * What has changed on one topic. The maps are the listener's own, by key, each {@code {"metas":[…]}}.
     *
     * @param joins metas that are new, with what {@link PresenceFetch} adds; an update is a leave and a join
     * @param leaves metas that are gone, with what {@link PresenceFetch} adds
     * @param present of the keys in {@code joins} and {@code leaves}, all metas that are present now, without additions; a key
     *     that is missing here is gone
     */
    record Change(String topic, Map<String, ObjectNode> joins, Map<String, ObjectNode> leaves, Map<String, ObjectNode> present) {}
}
