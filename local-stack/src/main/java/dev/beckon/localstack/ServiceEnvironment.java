package dev.beckon.localstack;

import dev.beckon.localstack.servers.PostgresServer;
import dev.beckon.localstack.tokens.DevKeys;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The environment variables that tell each service of the servers, of the other services and of the keys.
 *
 * @param given variables for every service
 */
record ServiceEnvironment(
        StackPlan plan, Wiring wiring, StackServers servers, DevKeys keys, Map<String, String> given) {

    /** Of this launcher's gateways, so that a long poll may reach any of them. */
    /** Nobody waits for a development stack to let its clients go gently. */
    private static final String DRAIN_WINDOW = "1s";
    private static final String LONG_POLL_SECRET = UUID.randomUUID().toString();

    /**
     * @param inboxToken file with the token by which gateways read inboxes
     * @param demoPages folder that the gateway serves under {@code /demo}, if it has been built
     */
    Map<String, String> ofGateway(StackPlan.Member member, Path inboxToken, Path demoPages) {
        Map<String, String> environment = common(member);
        environment.put("QUARKUS_REDIS_HOSTS", wiring.redis(member, servers.redis()));
        environment.put("CHANNELS_LONGPOLL_SECRET", LONG_POLL_SECRET);
        environment.put("CHANNELS_SOCKET_DRAIN_WINDOW", DRAIN_WINDOW);
        environment.put("GATEWAY_INBOX_URL", joined(wiring.notifications(member)));
        environment.put("GATEWAY_INBOX_TOKEN_FILE", inboxToken.toString());
        if (Files.isDirectory(demoPages)) {
            environment.put("GATEWAY_DEMO_DIRECTORY", demoPages.toString());
            environment.put("GATEWAY_DEMO_MENTIONS_URL", plan.mentions().getFirst().url().toString());
        }
        return environment;
    }

    Map<String, String> ofMention(StackPlan.Member member) {
        Map<String, String> environment = common(member);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", wiring.kafka(member, servers.kafka()));
        environment.putAll(pagesMayCall());
        return environment;
    }

    Map<String, String> ofNotification(StackPlan.Member member) {
        Map<String, String> environment = common(member);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", wiring.kafka(member, servers.kafka()));
        environment.put("QUARKUS_REDIS_HOSTS", wiring.redis(member, servers.redis()));
        PostgresServer postgres = servers.postgres();
        environment.put("QUARKUS_DATASOURCE_REACTIVE_URL", wiring.postgres(member, postgres.reactiveUrl()));
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", wiring.postgres(member, postgres.jdbcUrl()));
        environment.put("QUARKUS_DATASOURCE_USERNAME", postgres.username());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password());
        environment.putAll(pagesMayCall());
        return environment;
    }

    private Map<String, String> common(StackPlan.Member member) {
        // No load balancer has to see that a process is about to stop: it need not linger.
        Map<String, String> environment = new TreeMap<>(Map.of("QUARKUS_SHUTDOWN_DELAY", "200ms"));
        environment.putAll(given);
        environment.putAll(Map.of(
                "QUARKUS_HTTP_HOST", member.url().getHost(),
                "QUARKUS_HTTP_PORT", Integer.toString(member.url().getPort()),
                // SmallRye JWT opens what follows "file:" as it is written: the escapes of a URI would be part of the name.
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION", "file:" + keys.publicKeyFile(),
                "MP_JWT_VERIFY_ISSUER", DevKeys.ISSUER,
                "MP_JWT_VERIFY_AUDIENCES", DevKeys.AUDIENCE));
        return environment;
    }

    /** The demo pages come from a gateway, and call the other services from the browser. */
    private Map<String, String> pagesMayCall() {
        return Map.of(
                "QUARKUS_HTTP_CORS_ENABLED", "true",
                "QUARKUS_HTTP_CORS_ORIGINS", plan.gateways().stream()
                        .map(StackPlan.Member::url)
                        .flatMap(url -> Stream.of(url.toString(), "http://localhost:" + url.getPort()))
                        .collect(Collectors.joining(",")));
    }

    private static String joined(List<URI> urls) {
        return urls.stream().map(URI::toString).collect(Collectors.joining(","));
    }
}
