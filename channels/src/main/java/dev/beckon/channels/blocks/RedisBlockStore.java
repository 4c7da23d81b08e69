package dev.beckon.channels.blocks;

import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** One set in Redis. Every call has a deadline of our own, because the client's has none. */
final class RedisBlockStore implements BlockStore {

    /** KEYS[1] the set, ARGV[1] the id, ARGV[2] how many there may be. In one step, so that no two nodes pass the bound. */
    private static final String ADD = """
            if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 0 then
              if redis.call('SCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
              redis.call('SADD', KEYS[1], ARGV[1])
            end
            return 1
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
        return send(Request.cmd(Command.EVAL).arg(ADD).arg(1).arg(key).arg(id).arg(max)).map(answer -> answer.toInteger() == 1);
    }

    @Override
    public Uni<Void> remove(String id) {
        return send(Request.cmd(Command.SREM).arg(key).arg(id)).replaceWithVoid();
    }

    @Override
    public Uni<Set<String>> load() {
        return send(Request.cmd(Command.SMEMBERS).arg(key))
                .map(ids -> ids.stream().map(Response::toString).collect(Collectors.toUnmodifiableSet()));
    }

    private Uni<Response> send(Request request) {
        return Uni.createFrom().completionStage(() -> redis.send(request).toCompletionStage())
                .ifNoItem().after(deadline).fail();
    }
}
