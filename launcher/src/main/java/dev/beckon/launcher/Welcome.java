package dev.beckon.launcher;

import dev.beckon.localstack.DemoUser;
import dev.beckon.localstack.LocalStack;
import dev.beckon.testservers.PostgresServer;
import dev.beckon.testservers.RedisServer;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/** The text that {@code ./beckon up} prints once all services are ready: the addresses, and a command to try. */
record Welcome(LocalStack stack, StateDirectory directory) {

    String text() {
        URI gateway = stack.gateways().getFirst();
        return """

                Beckon is ready. All of it is linked from %s
                Open two pages and let Alice and Bob mention each other:

                  Alice        %s
                  Bob          %s
                  Back office  %s

                Or mention Bob from a second terminal:

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
                        gateway.resolve("/"),
                        gateway.resolve(DemoUser.ALICE.path()),
                        gateway.resolve(DemoUser.BOB.path()),
                        gateway.resolve(DemoUser.OFFICE.path()),
                        curl(stack.mentions().getFirst(), gateway),
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

    /** A command of one line; it fetches its token when it runs. */
    private static String curl(URI mentions, URI gateway) {
        return """
                curl -i %s/mentions -H "Authorization: Bearer $(curl -s '%s')" \
                -H 'Content-Type: application/json' \
                -d '{"actor":{"id":"alice","name":"Alice"},"recipients":["bob"],\
                "source":{"type":"comment","id":"42","url":"https://example.com/docs/7#42","title":"Roadmap"},\
                "excerpt":"@bob, what do you think?","occurredAt":"'$(date -u +%%Y-%%m-%%dT%%H:%%M:%%SZ)'"}'\
                """.formatted(mentions, gateway.resolve("/demo/token?as=" + DemoUser.ALICE.id()));
    }
}
