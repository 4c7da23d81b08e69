package dev.beckon.localstack.servers;

import dev.beckon.localstack.processes.ChildProcess;
import dev.beckon.localstack.processes.ProcessRecord;
import dev.beckon.localstack.processes.Signal;
import dev.beckon.localstack.processes.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Redis 7 with an append-only file, without a password. Keeps its data in {@code <directory>/redis}. */
public final class RedisServer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final int ANSWER_MILLIS = 1_000;

    private final Path directory;
    private final int port;
    private @Nullable ChildProcess process;

    private RedisServer(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /**
     * Starts on a free port, with the data that earlier starts left in this directory. Returns when it answers.
     *
     * @throws ServerFailedException if it does not come up
     */
    public static RedisServer start(Path directory) {
        try {
            Path own = Files.createDirectories(directory.toAbsolutePath().resolve("redis"));
            RedisServer server = new RedisServer(own, FreePort.find());
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
        return List.of(BinaryCache.ofThisUser().redis().toString(), "--bind", "127.0.0.1", "--port",
                Integer.toString(port), "--dir", directory.toString(), "--appendonly", "yes", "--save", "");
    }

    /** While it reads its data Redis takes connections, and answers with an error. */
    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Begins an outage: connections break, new ones are refused. Does nothing if it is stopped. */
    public synchronized void stop() {
        if (process != null) {
            process.stop(Signal.TERM, STOP);
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

    public String url() {
        return "redis://127.0.0.1:" + port;
    }
}
