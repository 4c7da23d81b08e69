package dev.beckon.localstack;

import dev.beckon.localstack.StackPlan.Member;
import dev.beckon.localstack.servers.FreePort;
import dev.beckon.localstack.servers.KafkaServer;
import dev.beckon.localstack.servers.KafkaServer.Door;
import dev.beckon.localstack.servers.RedisServer;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The addresses at which each member reaches the others, when {@link Routes} have had their say.
 *
 * @param kafkaDoors by member, for those that do not reach Kafka directly: its clients follow the address that the broker
 *     tells them, so a way around it needs an address of its own
 */
record Wiring(StackPlan plan, Routes routes, Map<String, Door> kafkaDoors) {

    static Wiring of(StackPlan plan, Routes routes) {
        Map<String, Door> doors = new HashMap<>();
        Stream.concat(plan.mentions().stream(), plan.notifications().stream()).forEach(member -> {
            int port = FreePort.find();
            int told = routes.port(member.name(), "kafka", port);
            if (told != port) {
                doors.put(member.name(), new Door(port, told));
            }
        });
        return new Wiring(plan, routes, doors);
    }

    String kafka(Member member, KafkaServer kafka) {
        Door door = kafkaDoors.get(member.name());
        return door == null ? kafka.bootstrapServers() : "127.0.0.1:" + door.advertisedPort();
    }

    String redis(Member member, RedisServer redis) {
        return "redis://127.0.0.1:" + routes.port(member.name(), "redis", redis.port());
    }

    /** @param url reactive or JDBC, either with {@code //host:port/} in it */
    String postgres(Member member, String url) {
        String rest = url.substring(url.indexOf("//"));
        int port = URI.create(rest).getPort();
        return url.replace(":" + port + "/", ":" + routes.port(member.name(), "postgres", port) + "/");
    }

    /** Where this gateway finds each notification-service. */
    List<URI> notifications(Member gateway) {
        return plan.notifications().stream()
                .map(member -> URI.create("http://127.0.0.1:"
                        + routes.port(gateway.name(), member.name(), member.url().getPort())))
                .toList();
    }
}
