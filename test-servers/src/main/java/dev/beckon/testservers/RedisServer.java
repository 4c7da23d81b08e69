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
 * Redis 7 with an append-only file, without a password. Keeps its data in {@code <directory>/redis}. {@link RedisCluster} starts
 * several that form a cluster.
 */
public final class RedisServer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final Path directory;
    private final int port;
    private final List<String> options;
    private @Nullable ChildProcess process;

    private RedisServer(Path directory, int port, List<String> options) {
        this.directory = directory;
        this.port = port;
        this.options = options;
    }

    /** Starts on a free port. */
    public static RedisServer start(Path directory) {
        return start(directory, FreePort.find());
    }

    /**
     * Starts with the data of earlier starts in this directory. Returns when it answers.
     *
     * @throws ServerFailedException if it does not come up
     */
    public static RedisServer start(Path directory, int port) {
        return start(directory.resolve("redis"), port, List.of());
    }

    /** @param options further arguments of {@code redis-server} */
    static RedisServer start(Path directory, List<String> options) {
        return start(directory, FreePort.find(), options);
    }

    private static RedisServer start(Path directory, int port, List<String> options) {
        try {
            RedisServer server = new RedisServer(Files.createDirectories(directory.toAbsolutePath()), port, options);
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
        ChildProcess started = ChildProcess.start(new ChildProcess.Spec("redis", List.of(), command(), Map.of(),
                directory.resolve("redis.log"), Signal.TERM));
        process = started;
        if (!Waiting.until(() -> answers() || !started.isAlive(), START) || !started.isAlive()) {
            started.kill();
            throw new ServerFailedException("Redis did not start on port %d; see %s".formatted(port, started.log()));
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(BinaryCache.ofThisUser().redis().toString(), "--bind", "127.0.0.1", "--port",
                Integer.toString(port), "--dir", directory.toString(), "--appendonly", "yes", "--save", ""));
        command.addAll(options);
        return command;
    }

    /** While Redis loads its data it takes connections, and answers with an error. */
    private boolean answers() {
        try {
            return RedisAnswer.of(port, "PING").text().equals("PONG");
        } catch (UncheckedIOException | IllegalStateException notYet) {
            return false;
        }
    }

    /**
     * Sends one command on a connection of its own.
     *
     * @throws IllegalStateException if Redis answers with an error
     */
    public RedisAnswer ask(String... command) {
        return RedisAnswer.of(port, command);
    }

    /** Begins an outage: connections break, new ones are refused. Does nothing if it is stopped. */
    public synchronized void stop() {
        if (process != null) {
            process.stop(Signal.TERM, STOP);
        }
    }

    /** Ends the process without a chance to close its connections. {@link #start()} brings it back. */
    public synchronized void kill() {
        Objects.requireNonNull(process).kill();
    }

    /** The process keeps its connections and takes new ones, but does nothing until {@link #resume()}. */
    public synchronized void pause() {
        Objects.requireNonNull(process).signal(Signal.STOP);
    }

    public synchronized void resume() {
        Objects.requireNonNull(process).signal(Signal.CONT);
    }

    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
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

    public String url() {
        return "redis://127.0.0.1:" + port;
    }
}
