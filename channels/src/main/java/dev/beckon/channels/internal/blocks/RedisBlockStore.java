package dev.beckon.channels.internal.blocks;

import dev.beckon.redis.masters.RedisMasters;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * One hash in Redis: an id is blocked if its value is empty; else the value is the time in milliseconds at which its
 * block was lifted. A lifted block stays recorded for a day, so that a node can distinguish it from one that Redis has
 * lost: all nodes read every few seconds. Every call has a deadline set here, because the Redis client has none.
 */
final class RedisBlockStore implements BlockStore {

    private static final Duration LIFTED_KNOWN = Duration.ofDays(1);

    /** In earlier versions KEYS[1] was a set of ids. */
    private static final String UPGRADE = """
            if redis.call('TYPE', KEYS[1]).ok == 'set' then
              local ids = redis.call('SMEMBERS', KEYS[1])
              redis.call('DEL', KEYS[1])
              for _, id in ipairs(ids) do redis.call('HSET', KEYS[1], id, '') end
            end
            """;

    /**
     * ARGV[1] is the id, ARGV[2] the maximum number of blocks. One step, so that no two nodes together exceed the
     * maximum.
     */
    private static final String ADD = UPGRADE + """
            if redis.call('HGET', KEYS[1], ARGV[1]) ~= '' then
              local blocked = 0
              for _, lifted in ipairs(redis.call('HVALS', KEYS[1])) do
                if lifted == '' then blocked = blocked + 1 end
              end
              if blocked >= tonumber(ARGV[2]) then return 0 end
              redis.call('HSET', KEYS[1], ARGV[1], '')
            end
            return 1
            """;

    /** ARGV[1] is the id, ARGV[2] the milliseconds for which a lifted block stays recorded. */
    private static final String REMOVE = UPGRADE + """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local all = redis.call('HGETALL', KEYS[1])
            for i = 1, #all, 2 do
              if all[i + 1] ~= '' and tonumber(all[i + 1]) < now - tonumber(ARGV[2]) then redis.call('HDEL', KEYS[1], all[i]) end
            end
            redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now))
            return 1
            """;

    /** ARGV are the ids that the caller has as blocked. Answers the number of restored ids, then all blocked ids. */
    private static final String LOAD = UPGRADE + """
            local restored = 0
            for _, id in ipairs(ARGV) do restored = restored + redis.call('HSETNX', KEYS[1], id, '') end
            local answer = {tostring(restored)}
            local all = redis.call('HGETALL', KEYS[1])
            for i = 1, #all, 2 do
              if all[i + 1] == '' then answer[#answer + 1] = all[i] end
            end
            return answer
            """;

    private final RedisMasters masters;
    private final String key;
    private final Duration deadline;

    RedisBlockStore(RedisMasters masters, String key, Duration deadline) {
        this.masters = masters;
        this.key = key;
        this.deadline = deadline;
    }

    @Override
    public Uni<Boolean> add(String id, int max) {
        return send(script(ADD).arg(id).arg(max)).map(answer -> Objects.equals(answer.toInteger(), 1));
    }

    @Override
    public Uni<Void> remove(String id) {
        return send(script(REMOVE).arg(id).arg(LIFTED_KNOWN.toMillis())).replaceWithVoid();
    }

    @Override
    public Uni<Contents> load(Set<String> known) {
        Request request = script(LOAD);
        known.forEach(request::arg);
        return send(request).map(RedisBlockStore::contents);
    }

    private static Contents contents(Response answer) {
        Set<String> ids = new HashSet<>();
        for (int i = 1; i < answer.size(); i++) {
            ids.add(answer.get(i).toString());
        }
        return new Contents(Set.copyOf(ids), Integer.parseInt(answer.get(0).toString()));
    }

    private Request script(String lua) {
        return Request.cmd(Command.EVAL).arg(lua).arg(1).arg(key);
    }

    private Uni<Response> send(Request request) {
        return Uni.createFrom().completionStage(() -> masters.send(key, request).toCompletionStage())
                .ifNoItem().after(deadline).fail();
    }
}
