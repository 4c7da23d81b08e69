package dev.beckon.localstack;

import dev.beckon.localstack.servers.FreePort;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/** Which processes of which service, and where: chosen before any starts, because they are told of one another. */
record StackPlan(List<Member> gateways, List<Member> mentions, List<Member> notifications) {

    /** @param name unique in the stack, such as {@code gateway-1} */
    record Member(String name, URI url) {}

    static StackPlan of(int gateways, int notifications) {
        return new StackPlan(members("gateway", gateways), members("mention", 1), members("notification", notifications));
    }

    private static List<Member> members(String service, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Member(service + "-" + i, URI.create("http://127.0.0.1:" + FreePort.find())))
                .toList();
    }

    static List<URI> urls(List<Member> members) {
        return members.stream().map(Member::url).toList();
    }
}
