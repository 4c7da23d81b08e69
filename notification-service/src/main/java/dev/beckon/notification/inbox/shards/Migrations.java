package dev.beckon.notification.inbox.shards;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Migrates each of several servers at the start. A server that is away keeps no other from being used: its lanes wait, and it is
 * tried again until it is migrated. With one server Quarkus migrates, and the process ends if it cannot.
 */
@Singleton
class Migrations {

    private static final Logger LOG = Logger.getLogger(Migrations.class);

    /** For PostgreSQL's answer to a new connection. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Between attempts on a server that is away. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** The start waits so long for first attempts: readiness then means that the servers that are there are in use. */
    private static final Duration FIRST_ATTEMPTS = Duration.ofSeconds(20);

    private final Shards shards;
    private final ShardsConfig config;
    private final Flyway flyway;
    private final Vertx vertx;
    private final boolean atStart;
    private final List<Thread> threads = new ArrayList<>();

    /** @param atStart false: something else migrates the servers, such as a job before an update */
    Migrations(Shards shards, ShardsConfig config, Flyway flyway, Vertx vertx,
            @ConfigProperty(name = "quarkus.flyway.migrate-at-start") boolean atStart) {
        this.shards = shards;
        this.config = config;
        this.flyway = flyway;
        this.vertx = vertx;
        this.atStart = atStart;
    }

    // Before messages are consumed, at LIBRARY_BEFORE.
    void migrate(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) throws InterruptedException {
        if (!atStart) {
            shards.all().stream().map(Shard::watch).filter(Objects::nonNull).forEach(watch -> watch.begin(vertx));
            return;
        }
        List<ShardsConfig.Server> servers = config.servers();
        CountDownLatch attempted = new CountDownLatch(servers.size());
        for (int i = 0; i < servers.size(); i++) {
            ServerWatch watch = Objects.requireNonNull(shards.all().get(i).watch());
            Flyway migration = migration(servers.get(i));
            threads.add(Thread.ofVirtual().name("migration of " + watch).start(() -> untilDone(migration, watch, attempted)));
        }
        if (!attempted.await(FIRST_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("A migration goes on after the start; the lanes of its server wait for it");
        }
    }

    private Flyway migration(ShardsConfig.Server server) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(ServerUrl.of(server.url()).jdbc());
        server.username().ifPresent(database::setUser);
        server.password().ifPresent(database::setPassword);
        database.setConnectTimeout((int) CONNECT_TIMEOUT.toSeconds());
        database.setLoginTimeout((int) CONNECT_TIMEOUT.toSeconds()); // a paused server accepts connections and is silent then
        return Flyway.configure().configuration(flyway.getConfiguration()).dataSource(database).connectRetries(0).load();
    }

    private void untilDone(Flyway migration, ServerWatch watch, CountDownLatch attempted) {
        boolean failed = false;
        while (true) {
            try {
                migration.migrate();
                watch.begin(vertx);
                attempted.countDown();
                return;
            } catch (FlywayException e) {
                if (!failed) {
                    LOG.errorf(e, "PostgreSQL %s cannot be migrated; its lanes wait, other lanes go on. Tried again every %d s", watch,
                            PAUSE.toSeconds());
                }
                failed = true;
                attempted.countDown();
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                return; // the process stops
            }
        }
    }

    @PreDestroy
    void stop() {
        threads.forEach(Thread::interrupt);
        shards.all().stream().map(Shard::watch).filter(Objects::nonNull).forEach(ServerWatch::end);
    }
}
