package dev.beckon.localstack;

import dev.beckon.localstack.services.Management;
import dev.beckon.testservers.PostgresServer;
import dev.beckon.testservers.tokens.DevKeys;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The environment variables with the addresses of the servers and services, and with the keys, for each service.
 *
 * @param given variables for every service
 */
record ServiceEnvironment(
        StackPlan plan, Wiring wiring, StackServers servers, DevKeys keys, Map<String, String> given) {

    /** Short, because a development stack need not spread its clients' reconnects. */
    private static final String DRAIN_WINDOW = "1s";
    /** A development server, such as http://localhost:5173, may serve the page. */
    private static final String LOOPBACK_ORIGINS = "//localhost:*,//*.localhost:*,//127.0.0.1:*,//[::1]:*";
    /** The same as a regular expression. Dots match the brackets of [::1], because Quarkus's list parser consumes backslashes. */
    private static final String LOOPBACK_ORIGINS_OF_REST = "/https?://([a-z0-9-]+[.])*(localhost|127[.]0[.]0[.]1|.::1.)(:[0-9]+)?/";
    /** This launcher's gateways share it, so that any of them can serve a long poll. */
    private static final String LONG_POLL_SECRET = UUID.randomUUID().toString();

    /**
     * @param inboxToken file with the token by which gateways read inboxes
     * @param demoPages folder that the gateway serves under {@code /demo}, if it has been built
     * @param facts folder of {@link GatewayFacts}
     */
    Map<String, String> ofGateway(StackPlan.Member member, Path inboxToken, Path demoPages, Path facts) {
        Map<String, String> environment = common(member);
        environment.putAll(redis(member));
        environment.putAll(pagesMayCall());
        environment.put("CHANNELS_LONGPOLL_SECRET", LONG_POLL_SECRET);
        environment.put("CHANNELS_SOCKET_DRAIN_WINDOW", DRAIN_WINDOW);
        environment.putIfAbsent("CHANNELS_TRANSPORT_ALLOWED_ORIGINS", LOOPBACK_ORIGINS);
        environment.put("GATEWAY_INBOX_URL", joined(wiring.notifications(member)));
        environment.put("GATEWAY_INBOX_TOKEN_FILE", inboxToken.toString());
        environment.put("GATEWAY_DEMO_LOCAL", facts.toString());
        if (Files.isDirectory(demoPages)) {
            environment.put("GATEWAY_DEMO_DIRECTORY", demoPages.toString());
            environment.put("GATEWAY_DEMO_MENTIONS_URL", plan.mentions().getFirst().url().toString());
        }
        return environment;
    }

    Map<String, String> ofMention(StackPlan.Member member) {
        Map<String, String> environment = common(member);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", wiring.kafka(member, servers.kafka()));
        environment.put("MENTION_INBOX_URL", joined(wiring.notifications(member)));
        environment.putAll(pagesMayCall());
        return environment;
    }

    Map<String, String> ofNotification(StackPlan.Member member) {
        Map<String, String> environment = common(member);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", wiring.kafka(member, servers.kafka()));
        environment.putAll(redis(member));
        environment.putAll(inboxes(member));
        environment.putAll(pagesMayCall());
        return environment;
    }

    private Map<String, String> redis(StackPlan.Member member) {
        return Map.of("QUARKUS_REDIS_HOSTS", wiring.redis(member, servers.redis()),
                "QUARKUS_REDIS_CLIENT_TYPE", servers.cluster() == null ? "standalone" : "cluster");
    }

    private Map<String, String> inboxes(StackPlan.Member member) {
        List<PostgresServer> postgres = servers.postgres();
        PostgresServer first = postgres.getFirst();
        Map<String, String> environment = new TreeMap<>(Map.of(
                "QUARKUS_DATASOURCE_USERNAME", first.username(),
                "QUARKUS_DATASOURCE_PASSWORD", first.password()));
        if (postgres.size() == 1) {
            environment.put("QUARKUS_DATASOURCE_REACTIVE_URL", wiring.postgres(member, "postgres", first.reactiveUrl()));
            environment.put("QUARKUS_DATASOURCE_JDBC_URL", wiring.postgres(member, "postgres", first.jdbcUrl()));
            return environment;
        }
        List<String> names = StackPlan.names("postgres", postgres.size());
        for (int i = 0; i < postgres.size(); i++) {
            String key = "NOTIFICATION_SHARDS_%d__".formatted(i);
            environment.put(key + "URL", wiring.postgres(member, names.get(i), postgres.get(i).reactiveUrl()));
            environment.put(key + "LANES", plan.postgres().lanes(i));
        }
        return environment;
    }

    private Map<String, String> common(StackPlan.Member member) {
        URI management = Management.of(member.url());
        // No load balancer has to notice that a process is stopping, so a short delay is enough.
        Map<String, String> environment = new TreeMap<>(Map.of("QUARKUS_SHUTDOWN_DELAY", "200ms"));
        environment.putAll(given);
        environment.putAll(Map.of(
                "QUARKUS_HTTP_HOST", member.url().getHost(),
                "QUARKUS_HTTP_PORT", Integer.toString(member.url().getPort()),
                "QUARKUS_MANAGEMENT_HOST", management.getHost(),
                "QUARKUS_MANAGEMENT_PORT", Integer.toString(management.getPort()),
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION", keys.publicKeyLocation(),
                "MP_JWT_VERIFY_ISSUER", DevKeys.ISSUER,
                "MP_JWT_VERIFY_AUDIENCES", DevKeys.AUDIENCE));
        return environment;
    }

    /** CORS for browser pages that call services: a gateway or a development server serves them, from another origin. */
    private static Map<String, String> pagesMayCall() {
        return Map.of("QUARKUS_HTTP_CORS_ENABLED", "true", "QUARKUS_HTTP_CORS_ORIGINS", LOOPBACK_ORIGINS_OF_REST);
    }

    private static String joined(List<URI> urls) {
        return urls.stream().map(URI::toString).collect(Collectors.joining(","));
    }
}
