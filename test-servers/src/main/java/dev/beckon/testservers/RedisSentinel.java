package dev.beckon.testservers;

import dev.beckon.testservers.processes.ChildProcess;
import dev.beckon.testservers.processes.Signal;
import dev.beckon.testservers.processes.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A primary Redis, a replica of it, and one Sentinel, which makes the replica the primary on command or when it finds none. */
public final class RedisSentinel implements AutoCloseable {

    /** The name by which the Sentinel knows the primary. */
    public static final String NAME = "beckon";

    private static final Duration START = Duration.ofSeconds(60);

    private final RedisServer first;
    private final RedisServer second;
    private final ChildProcess sentinel;
    private final int port;

    private RedisSentinel(RedisServer first, RedisServer second, ChildProcess sentinel, int port) {
        this.first = first;
        this.second = second;
        this.sentinel = sentinel;
        this.port = port;
    }

    /** Returns when the Sentinel knows the primary and its replica. */
    public static RedisSentinel start(Path directory) {
        RedisServer primary = RedisServer.start(directory.resolve("redis-1"), List.of());
        RedisServer replica = RedisServer.start(directory.resolve("redis-2"),
                List.of("--replicaof", "127.0.0.1", Integer.toString(primary.port()), "--repl-diskless-sync-delay", "0"));
        int port = FreePort.find();
        RedisSentinel all = new RedisSentinel(primary, replica, sentinel(directory, primary, port), port);
        if (!Waiting.until(() -> all.knows("num-slaves", "1"), START)) {
            all.close();
            throw new ServerFailedException("Sentinel does not know the replica; see " + all.sentinel.log());
        }
        return all;
    }

    /** Sentinel rewrites its configuration file. */
    private static ChildProcess sentinel(Path directory, RedisServer primary, int port) {
        try {
            Path file = Files.writeString(directory.resolve("sentinel.conf"), """
                    bind 127.0.0.1
                    port %1$d
                    dir %2$s
                    sentinel monitor %3$s 127.0.0.1 %4$d 1
                    sentinel down-after-milliseconds %3$s 2000
                    sentinel failover-timeout %3$s 10000
                    """.formatted(port, directory.toAbsolutePath(), NAME, primary.port()));
            return ChildProcess.start(new ChildProcess.Spec("sentinel", List.of(),
                    List.of(BinaryCache.ofThisUser().redis().toString(), file.toString(), "--sentinel"), Map.of(),
                    directory.resolve("sentinel.log"), Signal.TERM));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of the Sentinel, for {@code quarkus.redis.hosts}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public RedisServer primary() {
        return knows("port", Integer.toString(first.port())) ? first : second;
    }

    private boolean knows(String field, String value) {
        try {
            List<RedisAnswer> fields = RedisAnswer.of(port, "SENTINEL", "MASTER", NAME).items();
            for (int i = 0; i < fields.size(); i += 2) {
                if (fields.get(i).text().equals(field)) {
                    return fields.get(i + 1).text().equals(value);
                }
            }
            return false;
        } catch (UncheckedIOException | IllegalStateException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        sentinel.kill();
        second.close();
        first.close();
    }
}
