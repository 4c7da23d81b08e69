package dev.beckon.systemtests.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.localstack.LocalStack;
import dev.beckon.testclients.Json;
import dev.beckon.testservers.TcpProxy;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A program of {@code examples/emitters} that makes a call for each line of its input, behind a proxy that can break its connections. */
public final class EmitterProgram implements AutoCloseable {

    private static final Path EXAMPLES = Path.of("../examples/emitters");
    /** Longer than a program repeats a call. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final LocalStack stack;
    private final Path tokenFile;
    private final TcpProxy entrance;
    private final AtomicBoolean dropping = new AtomicBoolean();
    private final AtomicReference<Runnable> unavailable = new AtomicReference<>(() -> {});
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Process process;

    /** @param command run in {@code examples/emitters} */
    EmitterProgram(LocalStack stack, Path directory, List<String> command) {
        this.stack = stack;
        this.entrance = TcpProxy.before(stack.mentions().getFirst().getPort(), () -> this::pass);
        try {
            this.tokenFile = Files.createTempFile(Files.createDirectories(directory), "token-", ".txt").toAbsolutePath();
            useToken(true);
            ProcessBuilder builder = new ProcessBuilder(command).directory(EXAMPLES.toFile()).redirectError(
                    ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("BECKON_URL", "http://127.0.0.1:" + entrance.port());
            builder.environment().put("BECKON_PEOPLE_URL", stack.notifications().getFirst().toString());
            builder.environment().put("BECKON_TOKEN_FILE", tokenFile.toString());
            this.process = builder.start();
        } catch (IOException e) {
            entrance.close();
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> process.inputReader().lines().forEach(answers::add));
    }

    /** @return what the program says became of the call */
    public JsonNode call(JsonNode call) throws InterruptedException {
        PrintStream input = new PrintStream(process.getOutputStream(), true);
        input.println(call);
        String answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no answer to " + call + (process.isAlive() ? "" : ": the program has ended"));
        }
        return Json.tree(answer);
    }

    /** What the file contains from now on, which the program reads when it has no token that works. */
    public void useToken(boolean valid) throws IOException {
        Duration life = Duration.ofHours(valid ? 1 : -1);
        Files.writeString(tokenFile, stack.keys().token("comments-service", Set.of("mentions:write", "people:admin"), life));
    }

    /** The connection ends instead of the next answer that the service has accepted a call. */
    public void dropNextAnswer() {
        dropping.set(true);
    }

    /** Whether that has not happened yet. */
    public boolean isToDropAnAnswer() {
        return dropping.get();
    }

    /** Runs once, when the service has answered 503 for the first time from now. */
    public void whenUnavailable(Runnable action) {
        unavailable.set(action);
    }

    /** Answers are small: each begins with a piece of its own. */
    private byte[] pass(byte[] bytes, int length, boolean messages) {
        String begin = new String(bytes, 0, Math.min(length, 12), US_ASCII);
        if (begin.equals("HTTP/1.1 202") && dropping.compareAndSet(true, false)) {
            entrance.cut();
            return new byte[0];
        }
        if (begin.equals("HTTP/1.1 503")) {
            unavailable.getAndSet(() -> {}).run();
        }
        return TcpProxy.Filter.NONE.pass(bytes, length, messages);
    }

    @Override
    public void close() {
        entrance.close();
        process.destroyForcibly().onExit().join();
    }
}
