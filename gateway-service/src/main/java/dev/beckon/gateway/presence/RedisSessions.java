package dev.beckon.gateway.presence;

import dev.beckon.redis.masters.RedisMaster;
import dev.beckon.redis.masters.RedisMasters;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session for each master of Redis, so that one that is away does not delay the others. Confined to one Vert.x context. */
final class RedisSessions {

    private final RedisMasters masters;
    private final Context context;
    private final String name;
    private final Map<RedisMaster, RedisSession> sessions = new HashMap<>();

    /** @param name what they are for, in logs */
    RedisSessions(RedisMasters masters, Context context, String name) {
        this.masters = masters;
        this.context = context;
        this.name = name;
    }

    /**
     * As {@link RedisSession#send}.
     *
     * @param key any of those in the pipeline, which share a slot
     */
    Future<List<@Nullable Response>> send(String key, List<Request> pipeline) {
        RedisMaster master = masters.of(key);
        if (master == null) {
            masters.refresh();
            return Future.failedFuture("no master of the Redis Cluster has the slot");
        }
        RedisSession session = sessions.get(master);
        if (session == null) {
            sessions.keySet().retainAll(masters.all());
            session = new RedisSession(master.client(), context, master + ", " + name);
            sessions.put(master, session);
        }
        return session.send(pipeline).onFailure(failure -> {
            if (!masters.moved(String.valueOf(failure.getMessage()), master)) {
                masters.refresh();
            }
        });
    }
}
