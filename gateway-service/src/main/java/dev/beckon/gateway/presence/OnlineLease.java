package dev.beckon.gateway.presence;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The users who are online at this gateway, and the commands that keep Redis informed of them: a sorted set for each user with
 * the ids of gateways, and a key that lives only while this gateway renews it. One pipeline is under way at a time, and a user
 * is written as it is when the pipeline is made, so the order of joins and leaves does not matter.
 *
 * <p>The renewal answers with the number of the last one. If Redis has another, it has lost data or was away for longer than
 * the key lives: all users are written again, and until the other gateways have noticed it too nothing about users elsewhere is
 * certain. Without a loss each user is written once in {@link #ROUND}, so that the user's key does not expire.
 *
 * <p>{@link #add}, {@link #remove}, {@link #has} and the counts may be called by any thread, the rest by one.
 */
final class OnlineLease {

    /** @param life of the key that shows that this gateway runs */
    record Times(Duration life, Duration renewal, Duration again) {

        /** Two renewals may fail. A failed pipeline is repeated after half a second. */
        static final Times DEFAULT = new Times(Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofMillis(500));
    }

    /** Users in one pipeline, with two or three commands each: a few milliseconds of Redis's time. */
    static final int USERS_PER_PIPELINE = 250;
    private static final Duration ROUND = Duration.ofMinutes(10);
    /** Bounds how long Redis keeps the users of a gateway that died. */
    private static final Duration USER_LIFE = ROUND.multipliedBy(3);
    /** Users who left while Redis was away; with one more this lease begins anew under another id, and they need not be written. */
    static final int MAX_LEFT = 100_000;
    /** The entries kept in a user's set, newest first: those of dead gateways would gather with someone who is always online. */
    private static final int GATEWAYS_PER_USER = 64;

    private final int group;
    private final OnlineKeys keys;
    private final Times times;
    private final Map<String, Integer> members = new ConcurrentHashMap<>();
    /** Users to write: at most those here and {@link #MAX_LEFT} who have left. */
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private String id;
    private Set<String> sent = Set.of();
    private boolean underWay;
    private boolean renewing;
    private boolean failing;
    private long renewal;
    private long renewed;
    private long renewedAt;
    private long notBefore;
    private long uncertainUntil;
    private long roundAt;
    private Iterator<String> round = Collections.emptyIterator();

    /** @param group of the users, by {@link OnlineKeys#group} */
    OnlineLease(int group, OnlineKeys keys, Times times, long now) {
        this.group = group;
        this.id = newId();
        this.keys = keys;
        this.times = times;
        this.renewedAt = now - times.renewal().toNanos();
        this.roundAt = now;
        this.notBefore = now;
        this.uncertainUntil = now;
    }

    int group() {
        return group;
    }

    String id() {
        return id;
    }

    /** 63 random bits, in few characters because every user's key has them. */
    private static String newId() {
        return Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
    }

    /** A device of the user has joined. */
    void add(String user) {
        if (members.merge(user, 1, Integer::sum) == 1) {
            changed.add(user);
        }
    }

    /** A device of the user has left. */
    void remove(String user) {
        if (members.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1) == null) {
            changed.add(user);
        }
    }

    boolean has(String user) {
        return members.containsKey(user);
    }

    int users() {
        return members.size();
    }

    /** Users whom Redis does not have as they are. */
    int unwritten() {
        return changed.size();
    }

    /** Whether Redis has had this lease. */
    boolean isKnown() {
        return renewed > 0;
    }

    /** Whether Redis has lost data so recently that other gateways may not have written theirs again. */
    boolean isUncertain(long now) {
        return now - uncertainUntil < 0;
    }

    /** The next pipeline; empty: nothing is due, or the last one is under way. Answer with {@link #written} or {@link #failed}. */
    List<Request> next(long now) {
        if (underWay || now - notBefore < 0) {
            return List.of();
        }
        List<Request> pipeline = new ArrayList<>();
        Set<String> users = new LinkedHashSet<>();
        renewing = now - renewedAt >= times.renewal().toNanos();
        if (renewing) {
            renewal++;
            pipeline.add(Request.cmd(Command.SET).arg(keys.lease(group, id)).arg(renewal)
                    .arg("PX").arg(times.life().toMillis()).arg("GET"));
            continueRound(users, pipeline, now);
        }
        for (Iterator<String> next = changed.iterator(); next.hasNext() && users.size() < USERS_PER_PIPELINE;) {
            users.add(next.next());
            next.remove(); // before the user is looked at: a change after that is another one
        }
        users.forEach(user -> write(user, pipeline));
        sent = users;
        underWay = !pipeline.isEmpty();
        return pipeline;
    }

    private void continueRound(Set<String> users, List<Request> pipeline, long now) {
        if (!round.hasNext() && now - roundAt >= ROUND.toNanos()) {
            roundAt = now;
            round = members.keySet().iterator();
        }
        long share = members.size() * times.renewal().toNanos() / ROUND.toNanos() + 1;
        while (round.hasNext() && users.size() < Math.min(share, USERS_PER_PIPELINE)) {
            String user = round.next();
            users.add(user);
            pipeline.add(Request.cmd(Command.ZREMRANGEBYRANK).arg(keys.user(user)).arg(0).arg(-GATEWAYS_PER_USER - 1));
        }
    }

    private void write(String user, List<Request> pipeline) {
        String key = keys.user(user);
        if (has(user)) {
            pipeline.add(Request.cmd(Command.ZADD).arg(key).arg(System.currentTimeMillis() / 1_000).arg(id));
            pipeline.add(Request.cmd(Command.EXPIRE).arg(key).arg(USER_LIFE.toSeconds()));
        } else {
            pipeline.add(Request.cmd(Command.ZREM).arg(key).arg(id));
        }
    }

    /** @param answers those to the last pipeline; {@code null}: nil */
    void written(List<Response> answers, long now) {
        underWay = false;
        sent = Set.of();
        if (renewing) {
            @Nullable
            Response before = answers.getFirst();
            if (renewed > 0 && (before == null || Long.parseLong(before.toString()) < renewed)) {
                lost(now);
            }
            renewed = renewal;
            renewedAt = now;
        }
        failing = false;
    }

    /** The last pipeline was not answered, or with an error; Redis may have done part of it or all. */
    void failed(long now) {
        underWay = false;
        changed.addAll(sent);
        sent = Set.of();
        failing = true;
        notBefore = now + times.again().toNanos();
        if (changed.size() > members.size() + MAX_LEFT) {
            id = newId();
            renewed = 0;
            changed.clear();
            changed.addAll(members.keySet());
        }
    }

    /**
     * Redis does not have this lease any more. After an outage every gateway is trying to renew its lease already; else each of
     * them notices it at its next renewal.
     */
    void lost(long now) {
        changed.addAll(members.keySet());
        renewedAt = now - times.renewal().toNanos();
        uncertainUntil = now + (failing ? times.again().multipliedBy(4) : times.renewal().plus(times.again().multipliedBy(2))).toNanos();
    }

    /** Ends the lease at once. */
    Request end() {
        return Request.cmd(Command.DEL).arg(keys.lease(group, id));
    }
}
