package dev.beckon.systemtests.stack;

import static dev.beckon.testservers.Await.within;

import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.services.Management;
import dev.beckon.localstack.services.PackagedService;
import dev.beckon.localstack.services.ServiceProcess;
import dev.beckon.localstack.services.ServiceSpec;
import dev.beckon.testservers.tokens.DevKeys;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * One process of each service that speaks only TLS: to the others, to PostgreSQL, Redis and Kafka, and to clients. Each verifies its
 * peer; an identity provider publishes the keys for tokens, and a collector receives the spans. Addresses, keys and the passwords of
 * the database and of Kafka come from files, as from a mounted secret; those of the gateway are environment variables.
 */
public final class TlsServices implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(180);

    private final LocalStack stack;
    private final ServerCertificate certificate;
    private final TlsServers servers;
    private final TlsKeyServer keys;
    private final SpanReceiver collector;
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
        this.keys = new TlsKeyServer(certificate, stack.keys().publicKey());
        this.collector = SpanReceiver.start(certificate);
        this.http = HttpClient.newBuilder().sslContext(certificate.trust()).version(HttpClient.Version.HTTP_1_1).build();
    }

    TlsServices start() {
        servers.enable();
        start("notification", notifications, """
                mp.messaging.incoming.mentions.group.id=a-group-of-its-own
                mp.messaging.incoming.mentions.auto.offset.reset=latest
                quarkus.datasource.username=%1$s
                quarkus.datasource.password=%2$s
                quarkus.datasource.reactive.url=postgresql://localhost:%3$d/beckon
                quarkus.datasource.reactive.postgresql.ssl-mode=verify-full
                quarkus.datasource.reactive.hostname-verification-algorithm=HTTPS
                quarkus.datasource.reactive.trust-certificate-pem=true
                quarkus.datasource.reactive.trust-certificate-pem.certs=%4$s
                quarkus.datasource.jdbc.url=jdbc:postgresql://localhost:%3$d/beckon?sslmode=verify-full&sslrootcert=%5$s
                """.formatted(stack.postgres().username(), stack.postgres().password(), stack.postgres().port(),
                certificate.certificate(), URLEncoder.encode(certificate.certificate().toString(), StandardCharsets.UTF_8)));
        start("mention", mentions, """
                mention.inbox.url=%s
                mention.inbox.tls-configuration-name=servers
                """.formatted(notifications));
        start("gateway", gateway, """
                gateway.inbox.url=%s
                gateway.inbox.tls-configuration-name=servers
                """.formatted(notifications));
        services.forEach(this::awaitReady);
        return this;
    }

    private static URI address() {
        return URI.create("https://localhost:" + Management.freePort());
    }

    private void start(String service, URI address, String settings) {
        String common = """
                quarkus.http.host=127.0.0.1
                quarkus.http.ssl-port=%1$d
                quarkus.management.host=127.0.0.1
                quarkus.management.port=%11$d
                quarkus.http.insecure-requests=disabled
                quarkus.tls.key-store.pem.0.cert=%9$s
                quarkus.tls.key-store.pem.0.key=%3$s
                quarkus.tls.reload-period=1s
                quarkus.tls.servers.trust-store.pem.certs=%2$s
                quarkus.tls.servers.hostname-verification-algorithm=HTTPS
                quarkus.redis.hosts=rediss://localhost:%4$d
                quarkus.redis.tls-configuration-name=servers
                kafka.bootstrap.servers=localhost:%5$d
                kafka.security.protocol=SASL_SSL
                kafka.sasl.mechanism=SCRAM-SHA-512
                kafka.sasl.jaas.config=%8$s
                kafka.ssl.truststore.type=PEM
                kafka.ssl.truststore.location=%2$s
                mp.jwt.verify.publickey.location=%6$s
                mp.jwt.verify.issuer=%7$s
                smallrye.jwt.client.tls.certificate.path=%2$s
                quarkus.otel.exporter.otlp.endpoint=%10$s
                quarkus.otel.exporter.otlp.traces.tls-configuration-name=servers
                """.formatted(address.getPort(), certificate.certificate(), file(service, "key"), servers.redisPort(), kafkaPort,
                keys.url(), DevKeys.ISSUER, login(TlsServers.KAFKA_PASSWORD), file(service, "crt"), collector.url(),
                Management.of(address).getPort());
        try {
            certify(service, certificate);
            PackagedService code = new PackagedService(Path.of("..", service + "-service", "target/quarkus-app").toAbsolutePath());
            Map<String, String> environment = service.equals("gateway")
                    ? variables(common + settings)
                    : new TreeMap<>(Map.of("QUARKUS_CONFIG_LOCATIONS", settings(service, common + settings).toUri().toString()));
            environment.putAll(Map.of(
                    "QUARKUS_SHUTDOWN_DELAY", "200ms",
                    "CHANNELS_SOCKET_DRAIN_WINDOW", "1s",
                    "GATEWAY_INBOX_TOKEN_FILE", tokenFile().toString()));
            services.add(ServiceProcess.start(
                    new ServiceSpec(service + "-tls", code, address, environment, directory.resolve(service + ".log")), _ -> {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path settings(String service, String text) throws IOException {
        return Files.writeString(directory.resolve(service + ".properties").toAbsolutePath(), text);
    }

    /** The rule of docker/README.md: a part of a key that is a number or a chosen name has two underscores on each side. */
    private static Map<String, String> variables(String settings) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(settings));
        Map<String, String> variables = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> variables.put(
                key.replaceAll("\\.(servers|[0-9]+)\\.", "._$1_.").replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT),
                properties.getProperty(key)));
        return variables;
    }

    /** Writes the files of a service, or replaces them as a certificate renewer does. */
    private void certify(String service, ServerCertificate certificate) throws IOException {
        Files.copy(certificate.certificate(), file(service, "crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(certificate.key(), file(service, "key"), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(String service, String ending) {
        return directory.resolve(service + "." + ending).toAbsolutePath();
    }

    private static String login(String password) {
        return "%s required username=\"%s\" password=\"%s\";".formatted(
                ScramLoginModule.class.getName(), TlsServers.KAFKA_USER, password);
    }

    private Path tokenFile() throws IOException {
        return Files.writeString(directory.resolve("inbox.jwt").toAbsolutePath(), stack.token("gateway-tls", "inboxes:read"));
    }

    private void awaitReady(ServiceProcess service) {
        HttpRequest request = HttpRequest.newBuilder(Management.of(service.url()).resolve("/q/health/ready")).build();
        within(READY).untilAsserted(() -> {
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

    /** Gives the running gateway another certificate. @return a context that trusts only the new one */
    public SSLContext renewCertificateOfGateway() throws IOException {
        ServerCertificate renewed = ServerCertificate.create(directory.resolve("renewed"));
        certify("gateway", renewed);
        return renewed.trust();
    }

    /** Configuration of a Kafka client that connects like these services, but with any password. */
    public Map<String, Object> kafka(String password) {
        return Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:" + kafkaPort,
                AdminClientConfig.SECURITY_PROTOCOL_CONFIG, "SASL_SSL",
                SaslConfigs.SASL_MECHANISM, "SCRAM-SHA-512",
                SaslConfigs.SASL_JAAS_CONFIG, login(password),
                SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM",
                SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, certificate.certificate().toString());
    }

    /** The spans of {@code trace} that the collector has received. */
    public List<Span> spans(String trace) {
        return collector.spans(trace);
    }

    /** Trusts only these services. */
    public HttpClient http() {
        return http;
    }

    @Override
    public void close() {
        services.reversed().forEach(ServiceProcess::stop);
        http.close();
        keys.close();
        collector.close();
        servers.disable();
    }
}
