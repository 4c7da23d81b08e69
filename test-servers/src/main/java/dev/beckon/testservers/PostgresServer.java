package dev.beckon.testservers;

import dev.beckon.testservers.processes.ChildProcess;
import dev.beckon.testservers.processes.ProcessRecord;
import dev.beckon.testservers.processes.Signal;
import dev.beckon.testservers.processes.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL 18 with a database {@code beckon} owned by the user {@code beckon}, up to 300 connections, and {@code fsync} on:
 * committed data survives. Keeps its data in {@code <directory>/postgres}.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int MAX_CONNECTIONS = 300;

    private final PostgresCluster cluster;
    private final int port;
    private @Nullable ChildProcess process;

    private PostgresServer(PostgresCluster cluster, int port) {
        this.cluster = cluster;
        this.port = port;
    }

    /** Starts on a free port. */
    public static PostgresServer start(Path directory) {
        return start(directory, FreePort.find());
    }

    /**
     * Starts with the data of earlier starts in this directory. Returns when it takes connections.
     *
     * @throws ServerFailedException if it does not come up
     */
    public static PostgresServer start(Path directory, int port) {
        return start(directory, port, PostgresUser.current());
    }

    static PostgresServer start(Path directory, PostgresUser user) {
        return start(directory, FreePort.find(), user);
    }

    private static PostgresServer start(Path directory, int port, PostgresUser user) {
        try {
            Path own = Files.createDirectories(directory.toAbsolutePath().resolve("postgres"));
            PostgresCluster cluster = new PostgresCluster(user.executables().postgres(), user, own);
            cluster.createIfMissing();
            PostgresServer server = new PostgresServer(cluster, port);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends an outage: same port, same data. Does nothing if it runs. */
    public synchronized void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        // Fast shutdown when we die: nothing to recover at the next start.
        ChildProcess started = ChildProcess.start(new ChildProcess.Spec("postgres", cluster.user().wrapper(),
                command(), Map.of(), cluster.log(), Signal.INT));
        process = started;
        if (!Waiting.until(() -> isReady(started) || !started.isAlive(), START) || !started.isAlive()) {
            started.kill();
            throw new ServerFailedException("PostgreSQL did not start on port %d; see %s".formatted(port, cluster.log()));
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                cluster.executables().resolve("bin/postgres").toString(), "-D", cluster.data().toString()));
        Map.of(
                "listen_addresses", "127.0.0.1",
                "port", Integer.toString(port),
                "unix_socket_directories", "",
                "max_connections", Integer.toString(MAX_CONNECTIONS),
                "fsync", "on",
                "timezone", "UTC",
                "shared_buffers", "64MB")
                .forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        return command;
    }

    /** Reads the last line of the lock file; source: PostgreSQL, {@code src/bin/pg_ctl/pg_ctl.c}, wait_for_postmaster_start. */
    private boolean isReady(ChildProcess started) {
        try {
            List<String> lines = Files.readAllLines(cluster.data().resolve("postmaster.pid"));
            return lines.size() >= 8
                    && lines.get(0).trim().equals(Long.toString(started.pid()))
                    && lines.get(7).trim().equals("ready");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Begins an outage: connections break, new ones are refused. Does nothing if it is stopped. */
    public synchronized void stop() {
        if (process != null) {
            process.stop(Signal.INT, STOP);
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** The process of the latest start. */
    public ProcessRecord process() {
        return Objects.requireNonNull(process).record();
    }

    public int port() {
        return port;
    }

    public String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    public String reactiveUrl() {
        return "postgresql://127.0.0.1:" + port + "/" + PostgresCluster.NAME;
    }

    public String username() {
        return PostgresCluster.NAME;
    }

    public String password() {
        return PostgresCluster.NAME;
    }
}
