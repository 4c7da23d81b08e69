package dev.beckon.localstack;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The number of servers, and the processes of each service with their URLs, which are chosen before any starts because each gets
 * the addresses of the others.
 *
 * @param redisMasters of a cluster; 0: a single Redis
 * @param redisReplicas of each master
 */
record StackPlan(PostgresPlan postgres, int redisMasters, int redisReplicas, List<Member> gateways, List<Member> mentions,
        List<Member> notifications) {

    /** @param name unique in the stack, such as {@code gateway-1} */
    record Member(String name, URI url) {}

    static StackPlan of(PostgresPlan postgres, int redisMasters, int redisReplicas, int gateways, int notifications, StackPorts ports) {
        return new StackPlan(postgres, redisMasters, redisReplicas, members("gateway", gateways, ports), members("mention", 1, ports),
                members("notification", notifications, ports));
    }

    private static List<Member> members(String service, int count, StackPorts ports) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Member(service + "-" + number, URI.create("http://127.0.0.1:" + ports.ofService(service, number))))
                .toList();
    }

    /** The names of servers of one kind: the kind alone if there is one, else numbered from 1. */
    static List<String> names(String kind, int count) {
        return count == 1 ? List.of(kind) : IntStream.rangeClosed(1, count).mapToObj(i -> kind + "-" + i).toList();
    }

    static List<URI> urls(List<Member> members) {
        return members.stream().map(Member::url).toList();
    }
}
