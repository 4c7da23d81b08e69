package dev.beckon.testservers.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A token in a file, replaced long before it expires, so that it works while this is open and not much longer: a token copied from a
 * stack that has ended is worthless.
 */
public final class RenewedToken implements AutoCloseable {

    /** Gateways read the file every 30 s; a laptop that slept longer than this has a new token within seconds. */
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final Duration RENEWAL = Duration.ofMinutes(1);
    private static final Logger LOG = Logger.getLogger(RenewedToken.class.getName());

    private final Path file;
    private final Duration life;
    private final Function<Duration, String> tokens;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("token-renewal").factory());

    private RenewedToken(Path file, Duration life, Function<Duration, String> tokens) {
        this.file = file;
        this.life = life;
        this.tokens = tokens;
    }

    /** @param tokens makes a token with the given lifetime */
    static RenewedToken start(Path file, Duration life, Function<Duration, String> tokens) {
        RenewedToken token = new RenewedToken(file, life, tokens);
        try {
            token.write();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the token " + file, e);
        }
        token.timer.scheduleWithFixedDelay(token::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
        return token;
    }

    public Path file() {
        return file;
    }

    private void renew() {
        try {
            write();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Cannot renew the token in %s; it expires within %s.".formatted(file, life), e);
        }
    }

    private void write() throws IOException {
        PrivateFiles.replace(file, tokens.apply(life));
    }

    /** Deletes the file. */
    @Override
    public void close() throws IOException {
        timer.close();
        Files.deleteIfExists(file);
    }
}
