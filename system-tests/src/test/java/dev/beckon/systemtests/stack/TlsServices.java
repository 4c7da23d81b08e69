package dev.beckon.systemtests.stack;

import static dev.beckon.systemtests.expect.Eventually.eventually;

import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.servers.FreePort;
import dev.beckon.localstack.services.PackagedService;
import dev.beckon.localstack.services.ServiceProcess;
import dev.beckon.localstack.services.ServiceSpec;
import dev.beckon.localstack.tokens.DevKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One process of each service that speaks nothing but TLS: to the others, to PostgreSQL, Redis and Kafka, and to clients. Each
 * checks whom it speaks to; keys for tokens come from an identity provider, or a file. Their addresses, their key and the database's
 * password come from files, as from a mounted secret.
 */
public final class TlsServices implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(180);

    private final LocalStack stack;
    private final ServerCertificate certificate;
    private final TlsServers servers;
    private final KeyServer keys;
    private final HttpClient http;
    private final Path directory;
    private final int kafkaPort;
    private final List<ServiceProcess> services = new ArrayList<>();
    private final URI mentions = address();
    private final URI notifications = address();
    private final URI gateway = address();

    TlsServices(LocalStack stack, Path directory, ServerCertificate certificate, int kafkaPort) {
        this.stack = stack;
        this.directory = directory.resolve("tls");
        this.certificate = certificate;
        this.kafkaPort = kafkaPort;
        this.servers = new TlsServers(stack, certificate, directory.resolve("data/postgres/data"));
        this.keys = new KeyServer(certificate, stack.keys().publicKey());
        this.http = HttpClient.newBuilder().sslContext(certificate.trust()).version(HttpClient.Version.HTTP_1_1).build();
    }

    TlsServices start() {
        servers.enable();
        start("notification", notifications, """
                mp.jwt.verify.publickey.location=%5$s
                quarkus.datasource.username=%1$s
                quarkus.datasource.password=%2$s
                quarkus.datasource.reactive.url=postgresql://localhost:%3$d/beckon
                quarkus.datasource.reactive.postgresql.ssl-mode=verify-full
                quarkus.datasource.reactive.hostname-verification-algorithm=HTTPS
                quarkus.datasource.reactive.trust-certificate-pem=true
                quarkus.datasource.reactive.trust-certificate-pem.certs=%4$s
                quarkus.datasource.jdbc.url=jdbc:postgresql://localhost:%3$d/beckon?sslmode=verify-full&sslrootcert=%4$s
                """.formatted(stack.postgres().username(), stack.postgres().password(), stack.postgres().port(),
                certificate.certificate(), stack.keys().publicKeyFile().toUri()));
        start("mention", mentions, "");
        start("gateway", gateway, """
                gateway.inbox.url=%s
                gateway.inbox.tls-configuration-name=servers
                """.formatted(notifications));
        services.forEach(this::awaitReady);
        return this;
    }

    private static URI address() {
        return URI.create("https://localhost:" + FreePort.find());
    }

    private void start(String service, URI address, String settings) {
        String common = """
                quarkus.http.host=127.0.0.1
                quarkus.http.ssl-port=%1$d
                quarkus.http.insecure-requests=disabled
                quarkus.tls.key-store.pem.0.cert=%2$s
                quarkus.tls.key-store.pem.0.key=%3$s
                quarkus.tls.servers.trust-store.pem.certs=%2$s
                quarkus.redis.hosts=rediss://localhost:%4$d
                quarkus.redis.tls-configuration-name=servers
                kafka.bootstrap.servers=localhost:%5$d
                kafka.security.protocol=SSL
                kafka.ssl.truststore.type=PEM
                kafka.ssl.truststore.location=%2$s
                mp.jwt.verify.publickey.location=%6$s
                mp.jwt.verify.issuer=%7$s
                smallrye.jwt.client.tls.certificate.path=%2$s
                """.formatted(address.getPort(), certificate.certificate(), certificate.key(), servers.redisPort(), kafkaPort,
                keys.url(), DevKeys.ISSUER);
        try {
            Path file = Files.writeString(directory.resolve(service + ".properties").toAbsolutePath(), common + settings);
            PackagedService code =
                    new PackagedService(Path.of("..", service + "-service", "target/quarkus-app").toAbsolutePath());
            services.add(ServiceProcess.start(new ServiceSpec(service + "-tls", code, address, Map.of(
                    "QUARKUS_CONFIG_LOCATIONS", file.toUri().toString(),
                    "QUARKUS_SHUTDOWN_DELAY", "200ms",
                    "CHANNELS_SOCKET_DRAIN_WINDOW", "1s",
                    "GATEWAY_INBOX_TOKEN_FILE", tokenFile().toString()), directory.resolve(service + ".log")), _ -> {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path tokenFile() throws IOException {
        return Files.writeString(directory.resolve("inbox.jwt").toAbsolutePath(), stack.token("gateway-tls", "inboxes:read"));
    }

    private void awaitReady(ServiceProcess service) {
        HttpRequest request = HttpRequest.newBuilder(service.url().resolve("/q/health/ready")).build();
        eventually(READY, () -> {
            if (http.send(request, BodyHandlers.discarding()).statusCode() != 200) {
                throw new AssertionError("not ready, see " + service.log());
            }
        });
    }

    public URI mentionService() {
        return mentions;
    }

    public URI gateway() {
        return gateway;
    }

    public URI notificationService() {
        return notifications;
    }

    /** Trusts these services only. */
    public HttpClient http() {
        return http;
    }

    @Override
    public void close() {
        services.reversed().forEach(ServiceProcess::stop);
        http.close();
        keys.close();
        servers.disable();
    }
}
