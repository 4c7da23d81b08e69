package dev.beckon.channels.blocks;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * One hash in Redis: an id is blocked if its value is empty; else the value is the time in milliseconds at which its block was
 * lifted. What is lifted stays for a day, so that a node can tell a lifted block from one that Redis has lost: all nodes read
 * every few seconds. Every call has a deadline of our own, because the client's has none.
 */
final class RedisBlockStore implements BlockStore {

    private static final Duration LIFTED_KNOWN = Duration.ofDays(1);

    /** KEYS[1] was a set of ids in earlier versions. */
    private static final String UPGRADE = """
            if redis.call('TYPE', KEYS[1]).ok == 'set' then
              local ids = redis.call('SMEMBERS', KEYS[1])
              redis.call('DEL', KEYS[1])
              for _, id in ipairs(ids) do redis.call('HSET', KEYS[1], id, '') end
            end
            """;

    /** ARGV[1] the id, ARGV[2] how many there may be. In one step, so that no two nodes pass the bound. */
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

    /** ARGV[1] the id, ARGV[2] for how many milliseconds what is lifted is remembered. */
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

    /** ARGV the ids that the caller takes for blocked. Answers how many were put back, then all that are blocked. */
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

    private final Redis redis;
    private final String key;
    private final Duration deadline;

    RedisBlockStore(Redis redis, String key, Duration deadline) {
        this.redis = redis;
        this.key = key;
        this.deadline = deadline;
    }

    @Override
    public Uni<Boolean> add(String id, int max) {
        return send(script(ADD).arg(id).arg(max)).map(answer -> answer.toInteger() == 1);
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
        return Uni.createFrom().completionStage(() -> redis.send(request).toCompletionStage())
                .ifNoItem().after(deadline).fail();
    }
}
