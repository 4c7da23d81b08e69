package dev.beckon.localstack;

import dev.beckon.localstack.StackPlan.Member;
import dev.beckon.testservers.FreePort;
import dev.beckon.testservers.KafkaServer;
import dev.beckon.testservers.KafkaServer.Door;
import dev.beckon.testservers.RedisServer;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The addresses at which each member reaches the others, with {@link Routes} applied.
 *
 * @param kafkaDoors by member, for those that reach Kafka through a proxy: a Kafka client connects to the address that the broker
 *     advertises, so each proxy needs its own listener
 */
record Wiring(StackPlan plan, Routes routes, Map<String, Door> kafkaDoors) {

    static Wiring of(StackPlan plan, Routes routes) {
        Map<String, Door> doors = new HashMap<>();
        Stream.concat(plan.mentions().stream(), plan.notifications().stream()).forEach(member -> {
            int port = FreePort.find();
            int advertised = routes.port(member.name(), "kafka", port);
            if (advertised != port) {
                doors.put(member.name(), new Door(port, advertised));
            }
        });
        return new Wiring(plan, routes, doors);
    }

    String kafka(Member member, KafkaServer kafka) {
        Door door = kafkaDoors.get(member.name());
        return door == null ? kafka.bootstrapServers() : "127.0.0.1:" + door.advertisedPort();
    }

    /** @param nodes of a cluster: reached directly, since each names the others' own addresses to its clients */
    String redis(Member member, List<RedisServer> nodes) {
        return nodes.size() == 1
                ? "redis://127.0.0.1:" + routes.port(member.name(), "redis", nodes.getFirst().port())
                : nodes.stream().map(RedisServer::url).collect(Collectors.joining(","));
    }

    /**
     * @param name of the server, such as {@code postgres-2}
     * @param url reactive or JDBC; both contain {@code //host:port/}
     */
    String postgres(Member member, String name, String url) {
        String rest = url.substring(url.indexOf("//"));
        int port = URI.create(rest).getPort();
        return url.replace(":" + port + "/", ":" + routes.port(member.name(), name, port) + "/");
    }

    /** The URL at which this service reaches each notification-service. */
    List<URI> notifications(Member caller) {
        return plan.notifications().stream()
                .map(member -> URI.create("http://127.0.0.1:"
                        + routes.port(caller.name(), member.name(), member.url().getPort())))
                .toList();
    }
}
