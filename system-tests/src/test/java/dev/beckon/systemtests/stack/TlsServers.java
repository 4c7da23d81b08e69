package dev.beckon.systemtests.stack;

import dev.beckon.localstack.LocalStack;
import dev.beckon.testservers.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * Turns TLS on in the running PostgreSQL and Redis, as an operator may: existing connections without TLS stay. Kafka has a listener
 * with TLS, and gets a user.
 */
final class TlsServers {

    static final String KAFKA_USER = "beckon";
    static final String KAFKA_PASSWORD = "correct horse";

    private static final int ANSWER_MILLIS = 10_000;
    private static final int SCRAM_ITERATIONS = 4096;

    private final LocalStack stack;
    private final ServerCertificate certificate;
    private final Path postgresData;
    private final int redisPort = FreePort.find();

    TlsServers(LocalStack stack, ServerCertificate certificate, Path postgresData) {
        this.stack = stack;
        this.certificate = certificate;
        this.postgresData = postgresData;
    }

    int redisPort() {
        return redisPort;
    }

    void enable() {
        try {
            Path key = postgresData.resolve("server.key");
            Files.copy(certificate.certificate(), postgresData.resolve("server.crt"), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(certificate.key(), key, StandardCopyOption.REPLACE_EXISTING);
            Files.setOwner(key, Files.getOwner(postgresData));
            Files.setOwner(postgresData.resolve("server.crt"), Files.getOwner(postgresData));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        postgres("ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()");
        redis("CONFIG SET tls-port %d tls-cert-file \"%s\" tls-key-file \"%s\" tls-ca-cert-file \"%s\" tls-auth-clients no".formatted(
                redisPort, certificate.certificate(), certificate.key(), certificate.certificate()));
        kafka();
    }

    private void kafka() {
        try (Admin operator = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.kafka().bootstrapServers()))) {
            ScramCredentialInfo login = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS);
            operator.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(KAFKA_USER, login, KAFKA_PASSWORD)))
                    .all().get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void disable() {
        postgres("ALTER SYSTEM RESET ssl", "SELECT pg_reload_conf()");
        redis("CONFIG SET tls-port 0");
    }

    private void postgres(String... statements) {
        try (Connection operator = DriverManager.getConnection(stack.postgres().jdbcUrl(), "postgres", "postgres");
                Statement statement = operator.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(String.join("; ", List.of(statements)), e);
        }
    }

    private void redis(String command) {
        try (Socket redis = new Socket(InetAddress.getLoopbackAddress(), stack.redis().port())) {
            redis.setSoTimeout(ANSWER_MILLIS);
            redis.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            byte[] answer = new byte[200];
            int length = redis.getInputStream().read(answer);
            if (length < 1 || answer[0] != '+') {
                throw new AssertionError(new String(answer, 0, Math.max(length, 0), StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
