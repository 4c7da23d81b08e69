package dev.beckon.localstack;

import dev.beckon.localstack.servers.KafkaServer;
import dev.beckon.localstack.servers.PostgresServer;
import dev.beckon.localstack.servers.RedisServer;
import dev.beckon.localstack.state.ProcessList;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The three servers under one data directory, started together and stopped one by one. */
record StackServers(PostgresServer postgres, RedisServer redis, KafkaServer kafka) implements AutoCloseable {

    /** More than consumers on one machine will be, and enough to see that partitions are shared out. */
    private static final int MENTION_PARTITIONS = 6;

    /** If one does not come up, none stays. */
    static StackServers start(Path data, ProcessList processes, List<KafkaServer.Door> kafkaDoors) {
        AtomicReference<PostgresServer> postgres = new AtomicReference<>();
        AtomicReference<RedisServer> redis = new AtomicReference<>();
        AtomicReference<KafkaServer> kafka = new AtomicReference<>();
        try {
            Parallel.run(List.of(
                    () -> {
                        postgres.set(PostgresServer.start(data));
                        processes.add(postgres.get().process());
                    },
                    () -> {
                        redis.set(RedisServer.start(data));
                        processes.add(redis.get().process());
                    },
                    () -> {
                        kafka.set(KafkaServer.start(data, kafkaDoors));
                        kafka.get().createTopic("mentions", MENTION_PARTITIONS, Map.of());
                        kafka.get().createTopic("mentions-dlq", 1, Map.of());
                    }));
        } catch (RuntimeException e) {
            closeStarted(kafka.get(), redis.get(), postgres.get());
            throw e;
        }
        return new StackServers(postgres.get(), redis.get(), kafka.get());
    }

    private static void closeStarted(@Nullable KafkaServer kafka, @Nullable RedisServer redis,
            @Nullable PostgresServer postgres) {
        if (kafka != null) {
            kafka.close();
        }
        if (redis != null) {
            redis.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @Override
    public void close() {
        closeStarted(kafka, redis, postgres);
    }
}
