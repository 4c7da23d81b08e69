package dev.beckon.systemtests.stack;

import dev.beckon.localstack.LocalStack;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.testclients.Inboxes;
import dev.beckon.testclients.MentionApi;
import dev.beckon.testservers.PostgresServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A system of its own: three PostgreSQL servers, a Redis Cluster of three masters, two gateways and two notification-services. */
public final class SeveralServers implements AutoCloseable {

    private static final int SERVERS = 3;

    private final LocalStack stack = LocalStack.in(Path.of("target/several-servers")).fresh(true)
            .postgres(SERVERS).redisCluster(SERVERS).gateways(2).notifications(2).start();

    /** A user of each PostgreSQL server, in the order of the servers. */
    public List<String> users() {
        return stack.postgresServers().stream().map(this::userOf).toList();
    }

    private String userOf(PostgresServer server) {
        return IntStream.iterate(1, i -> i + 1).mapToObj(i -> "user-" + i).filter(user -> stack.postgresOf(user) == server)
                .findFirst().orElseThrow();
    }

    /** The PostgreSQL server with this user's inbox is away. */
    public Outage postgresOf(String user) {
        PostgresServer server = stack.postgresOf(user);
        server.stop();
        return server::start;
    }

    public List<URI> gateways() {
        return stack.gateways();
    }

    public String token(String user, String... roles) {
        return stack.token(user, roles);
    }

    public MentionApi mentions() {
        return new MentionApi(stack.mentions().getFirst(), token("ada", "mentions:write"));
    }

    public Inboxes inboxes() {
        return new Inboxes(stack.notifications().getLast(), this::token);
    }

    @Override
    public void close() {
        stack.close();
    }
}
