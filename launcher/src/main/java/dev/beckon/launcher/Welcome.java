package dev.beckon.launcher;

import dev.beckon.localstack.LocalStack;
import dev.beckon.testservers.PostgresServer;
import dev.beckon.testservers.RedisServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The text that {@code ./beckon up} prints once all services are ready: the addresses, and a command to try. */
record Welcome(LocalStack stack, StateDirectory directory) {

    private static final Duration TOKENS = Duration.ofHours(12);
    private static final String MAY_MENTION = "mentions:write";

    String text() {
        URI gateway = stack.gateways().getFirst();
        return """

                Beckon is ready. Open both pages and let Alice and Bob mention each other:

                  Alice        %s
                  Bob          %s
                  Back office  %s

                Or mention Bob from a second terminal, in this folder:

                %s

                  Gateways       %s
                  Mentions       %s
                  Notifications  %s
                  PostgreSQL     %s (user and password beckon)
                  Redis          %s
                  Kafka          %s

                Logs are in %s. Stop with Ctrl-C or ./beckon down%s.
                """
                .formatted(
                        demo(gateway, "", "alice", "Alice", MAY_MENTION),
                        demo(gateway, "", "bob", "Bob", MAY_MENTION),
                        demo(gateway, "backoffice.html", "office", "Back office", "broadcast"),
                        curl(stack.mentions().getFirst()),
                        joined(stack.gateways()),
                        joined(stack.mentions()),
                        joined(stack.notifications()),
                        stack.postgresServers().stream().map(PostgresServer::jdbcUrl).collect(Collectors.joining("  ")),
                        stack.redisNodes().stream().map(RedisServer::url).collect(Collectors.joining("  ")),
                        stack.kafka().bootstrapServers(),
                        directory.path().resolve("logs"),
                        directory.option());
    }

    private static String joined(List<URI> urls) {
        return urls.stream().map(URI::toString).collect(Collectors.joining("  "));
    }

    private String demo(URI gateway, String page, String user, String name, String role) {
        return "%s/demo/%s#user=%s&token=%s".formatted(
                gateway, page, user, stack.keys().token(user, name, Set.of(role), TOKENS));
    }

    /** A command of one line; it creates its token when it runs. */
    private String curl(URI mentions) {
        return """
                curl -i %s/mentions -H "Authorization: Bearer $(./beckon token alice --name Alice --role %s%s)" \
                -H 'Content-Type: application/json' \
                -d '{"actor":{"id":"alice","name":"Alice"},"recipients":["bob"],\
                "source":{"type":"comment","id":"42","url":"https://example.com/docs/7#42","title":"Roadmap"},\
                "excerpt":"@bob, what do you think?","occurredAt":"'$(date -u +%%Y-%%m-%%dT%%H:%%M:%%SZ)'"}'\
                """.formatted(mentions, MAY_MENTION, directory.option());
    }
}
