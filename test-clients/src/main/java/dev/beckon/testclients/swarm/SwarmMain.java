package dev.beckon.testclients.swarm;

import dev.beckon.testclients.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A swarm that reads its orders from standard input, one per line, and answers each with a line; it ends when its input ends. */
final class SwarmMain {

    private SwarmMain() {}

    /** @param arguments a file of users and tokens, and the gateways' addresses */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<Swarm.Identity> identities = Files.readAllLines(Path.of(arguments[0])).stream()
                .map(line -> line.split("\t"))
                .map(fields -> new Swarm.Identity(fields[0], fields[1]))
                .toList();
        List<URI> gateways = Arrays.stream(arguments).skip(1).map(URI::create).toList();
        try (Swarm swarm = new Swarm(identities, gateways);
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                System.out.println(Json.write(obey(swarm, Json.read(order, SwarmOrder.class))));
            }
        }
    }

    private static Object obey(Swarm swarm, SwarmOrder order) throws InterruptedException {
        Duration bound = Duration.ofMillis(order.boundMillis());
        return switch (order.what()) {
            case CONNECT -> swarm.connect(bound);
            case AWAIT_NEWS -> swarm.awaitNews(order.news(), bound);
            case TALLY -> swarm.tally();
            case STANDINGS -> swarm.standings();
        };
    }
}
