package dev.beckon.systemtests.stack;

import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.services.Management;
import dev.beckon.localstack.services.PackagedService;
import dev.beckon.localstack.services.ServiceProcess;
import dev.beckon.localstack.services.ServiceSpec;
import dev.beckon.testservers.tokens.DevKeys;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All processes of the shared stack, and a second mention-service and notification-service until this is closed. */
public final class SecondProcesses implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(3);

    private final LocalStack stack;
    private final ServiceProcess secondMention;
    private final ServiceProcess secondNotification;

    SecondProcesses(LocalStack stack, Path logs) {
        this.stack = stack;
        this.secondMention = second("mention", Map.of(), logs);
        this.secondNotification = second("notification", Map.of(
                "QUARKUS_REDIS_HOSTS", stack.redis().url(),
                "QUARKUS_DATASOURCE_REACTIVE_URL", stack.postgres().reactiveUrl(),
                "QUARKUS_DATASOURCE_JDBC_URL", stack.postgres().jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME", stack.postgres().username(),
                "QUARKUS_DATASOURCE_PASSWORD", stack.postgres().password()), logs);
        secondMention.awaitReady(READY, () -> false);
        secondNotification.awaitReady(READY, () -> false);
    }

    private ServiceProcess second(String service, Map<String, String> servers, Path logs) {
        int port = Management.freePort();
        Map<String, String> environment = new TreeMap<>(servers);
        environment.putAll(Map.of(
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_HTTP_PORT", Integer.toString(port),
                "QUARKUS_MANAGEMENT_HOST", "127.0.0.1",
                "QUARKUS_MANAGEMENT_PORT", Integer.toString(port + Management.ABOVE),
                "QUARKUS_SHUTDOWN_DELAY", "200ms",
                "KAFKA_BOOTSTRAP_SERVERS", stack.kafka().bootstrapServers(),
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION", stack.keys().publicKeyLocation(),
                "MP_JWT_VERIFY_ISSUER", DevKeys.ISSUER));
        PackagedService code = new PackagedService(Path.of("..", service + "-service", "target/quarkus-app").toAbsolutePath());
        String name = service + "-2";
        return ServiceProcess.start(new ServiceSpec(name, code, URI.create("http://127.0.0.1:" + port), environment,
                logs.resolve(name + ".log")), _ -> {});
    }

    /** The addresses of mention-service. */
    public List<URI> mentions() {
        return List.of(stack.mentions().getFirst(), secondMention.url());
    }

    /** Stops the process as Kubernetes stops a pod; returns when it has ended. */
    public void stop(String name) {
        process(name).stop();
    }

    /** Returns when all of them are ready. */
    public void start(List<String> names) {
        names.forEach(name -> process(name).restart());
        names.forEach(name -> process(name).awaitReady(READY, () -> false));
    }

    private ServiceProcess process(String name) {
        return switch (name) {
            case "mention-2" -> secondMention;
            case "notification-2" -> secondNotification;
            default -> stack.process(name);
        };
    }

    @Override
    public void close() {
        secondMention.stop();
        secondNotification.stop();
    }
}
