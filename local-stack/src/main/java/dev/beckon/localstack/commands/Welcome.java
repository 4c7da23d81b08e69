package dev.beckon.localstack.commands;

import dev.beckon.localstack.LocalStack;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/** What {@code ./beckon up} prints once all is ready: where to look, and a command to try. */
record Welcome(LocalStack stack) {

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

                Logs are in .beckon/logs. Stop with Ctrl-C or ./beckon down.
                """
                .formatted(
                        demo(gateway, "", "alice", "Alice", MAY_MENTION),
                        demo(gateway, "", "bob", "Bob", MAY_MENTION),
                        demo(gateway, "backoffice.html", "office", "Back office", "broadcast"),
                        curl(stack.mentions().getFirst()),
                        stack.gateways(),
                        stack.mentions(),
                        stack.notifications(),
                        stack.postgres().jdbcUrl(),
                        stack.redis().url(),
                        stack.kafka().bootstrapServers());
    }

    private String demo(URI gateway, String page, String user, String name, String role) {
        return "%s/demo/%s#user=%s&token=%s".formatted(
                gateway, page, user, stack.keys().token(user, name, Set.of(role), TOKENS));
    }

    /** One line, and the same one for every user: the token is made when it runs. */
    static String curl(URI mentions) {
        return """
                curl -i %s/mentions -H "Authorization: Bearer $(./beckon token alice --name Alice --role %s)" \
                -H 'Content-Type: application/json' \
                -d '{"actor":{"id":"alice","name":"Alice"},"recipients":["bob"],\
                "source":{"type":"comment","id":"42","url":"https://example.com/docs/7#42","title":"Roadmap"},\
                "excerpt":"@bob, what do you think?","occurredAt":"'$(date -u +%%Y-%%m-%%dT%%H:%%M:%%SZ)'"}'\
                """.formatted(mentions, MAY_MENTION);
    }
}
