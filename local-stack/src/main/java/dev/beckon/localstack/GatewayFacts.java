package dev.beckon.localstack;

import dev.beckon.localstack.services.Management;
import dev.beckon.localstack.state.ServicesFile;
import dev.beckon.localstack.state.ServicesFile.Server;
import dev.beckon.localstack.state.ServicesFile.Service;
import dev.beckon.localstack.state.ServicesFile.User;
import dev.beckon.testservers.PostgresServer;
import dev.beckon.testservers.tokens.DevKeys;
import dev.beckon.testservers.tokens.RenewedToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The folder from which local gateways tell pages the stack's addresses, and give them the tokens of {@link DemoUser}s while it runs. */
record GatewayFacts(Path folder, Deque<RenewedToken> tokens) implements AutoCloseable {

    /** Below the keys, so that it is as private and ends with them. */
    private static final String FOLDER = "demo";

    static GatewayFacts write(DevKeys keys, StackPlan plan, StackServers servers) {
        Deque<RenewedToken> tokens = new ArrayDeque<>();
        for (DemoUser user : DemoUser.values()) {
            RenewedToken token = keys.renewedForADay(FOLDER + "/tokens", user.id(), user.shown(), user.roles());
            tokens.push(token);
        }
        Path folder = keys.directory().resolve(FOLDER);
        new ServicesFile(Arrays.stream(DemoUser.values()).map(user -> new User(user.id(), user.shown())).toList(),
                Stream.of(plan.gateways(), plan.mentions(), plan.notifications()).flatMap(List::stream)
                        .map(member -> new Service(member.name(), member.url(), Management.of(member.url()))).toList(),
                servers(servers))
                .write(folder);
        return new GatewayFacts(folder, tokens);
    }

    private static List<Server> servers(StackServers all) {
        List<String> postgres = StackPlan.names("postgres", all.postgres().size());
        List<String> redis = StackPlan.names("redis", all.redis().size());
        return Stream.of(
                IntStream.range(0, postgres.size()).mapToObj(i -> new Server(postgres.get(i), withLogin(all.postgres().get(i)))),
                IntStream.range(0, redis.size()).mapToObj(i -> new Server(redis.get(i), all.redis().get(i).url())),
                Stream.of(new Server("kafka", all.kafka().bootstrapServers())))
                .flatMap(each -> each).toList();
    }

    private static String withLogin(PostgresServer server) {
        return server.reactiveUrl().replace("//", "//" + server.username() + ":" + server.password() + "@");
    }

    @Override
    public void close() throws IOException {
        while (!tokens.isEmpty()) {
            tokens.pop().close();
        }
    }
}
