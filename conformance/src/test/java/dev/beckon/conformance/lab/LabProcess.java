package dev.beckon.conformance.lab;

import dev.beckon.testclients.wire.HttpRequest;
import dev.beckon.testservers.FreePort;
import dev.beckon.testservers.processes.ChildProcess;
import dev.beckon.testservers.processes.Signal;
import dev.beckon.testservers.processes.Waiting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One process of the packaged {@code examples/protocol-lab}. */
public final class LabProcess implements AutoCloseable {

    private static final Path JAR = Path.of("../examples/protocol-lab/target/quarkus-app/quarkus-run.jar").toAbsolutePath();
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final InetSocketAddress address;
    private final ChildProcess.Spec spec;
    private ChildProcess process;

    private LabProcess(InetSocketAddress address, ChildProcess.Spec spec) throws IOException {
        this.address = address;
        this.spec = spec;
        this.process = ChildProcess.start(spec);
    }

    /** Returns at once; see {@link #awaitReady}. */
    static LabProcess start(String name, Path directory, Map<String, String> configuration) throws IOException {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is missing: run ./beckon build examples/protocol-lab");
        }
        int port = FreePort.find();
        Path log = directory.resolve(name + ".log");
        Files.deleteIfExists(log);
        Map<String, String> environment = new HashMap<>(configuration);
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new LabProcess(new InetSocketAddress("127.0.0.1", port), new ChildProcess.Spec(name, List.of(),
                List.of(java, "-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", JAR.toString()), environment, log,
                Signal.KILL));
    }

    /** Restarts as an operator does: asks the process to end, then starts it again at the same address. Returns when it is ready. */
    public void restart() throws IOException {
        close();
        process = ChildProcess.start(spec);
        awaitReady();
    }

    void awaitReady() {
        Waiting.until(() -> !process.isAlive() || answers(), START);
        if (!process.isAlive() || !answers()) {
            throw new IllegalStateException("%s did not start; see %s: %s".formatted(process.name(), process.log(), log().text()));
        }
    }

    private boolean answers() {
        try {
            return HttpRequest.get("/lab").send(address).status() > 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    public LabLog log() {
        return new LabLog(process.log());
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.stop(Signal.TERM, STOP);
    }
}
