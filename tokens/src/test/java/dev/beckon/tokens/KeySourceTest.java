package dev.beckon.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KeySourceTest {

    @TempDir
    Path directory;

    final AtomicLong seconds = new AtomicLong();
    final KeySource source = new KeySource(() -> TimeUnit.SECONDS.toNanos(seconds.get()));
    final Logger logger = Logger.getLogger(KeySource.class.getName());
    final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        logger.addHandler(lines);
    }

    @AfterEach
    void end() {
        logger.removeHandler(lines);
    }

    @Test
    void a_file_of_keys_that_is_missing_is_tried_again_each_second_and_logged_once_a_minute() throws Exception {
        Path file = directory.resolve("public.pem");
        JWTAuthContextInfo settings = new JWTAuthContextInfo(file.toUri().toString(), "issuer");

        for (; seconds.get() < 150; seconds.incrementAndGet()) {
            assertThat(source.load(settings)).isFalse();
        }

        assertThat(source.isFailing()).isTrue();
        assertThat(source.failures()).isEqualTo(150);
        assertThat(lines.texts).hasSize(3).allSatisfy(line -> assertThat(line).contains("Cannot get the keys", file.toUri().toString()));

        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        Files.writeString(file, "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.generateKeyPair().getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n");

        assertThat(source.load(settings)).isTrue();
        assertThat(source.isFailing()).isFalse();
        assertThat(lines.texts.getLast()).contains("can be had again");
    }

    private static final class Lines extends Handler {

        private final List<String> texts = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            Object[] values = line.getParameters();
            texts.add(values == null ? line.getMessage() : line.getMessage().formatted(values));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
