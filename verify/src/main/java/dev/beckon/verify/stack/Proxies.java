package dev.beckon.verify.stack;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.localstack.Routes;
import dev.beckon.verify.network.RedisMessageThief;
import dev.beckon.verify.network.TcpProxy;
import dev.beckon.verify.network.Thief;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A proxy between any two processes that speak to one another. Thread-safe. */
public final class Proxies implements Routes, AutoCloseable {

    /** @param name such as {@code gateway-1 to redis} */
    public record Link(String name, String from, String to, TcpProxy proxy) {}

    private final Map<String, Link> links = new ConcurrentHashMap<>();

    @Override
    public int port(String from, String to, int port) {
        return links.computeIfAbsent(from + " to " + to,
                name -> new Link(name, from, to, TcpProxy.before(port, () -> thief(to)))).proxy().port();
    }

    /** News of inboxes are what can be lost; the pub/sub's own heartbeats go on, so nobody notices at once. */
    private static Thief thief(String to) {
        return to.equals("redis") ? new RedisMessageThief(InboxFrame.redisChannel("")) : Thief.NONE;
    }

    /** @param name such as {@code gateway-1 to redis} */
    public TcpProxy proxy(String name) {
        Link link = links.get(name);
        if (link == null) {
            throw new IllegalArgumentException("no such connection: %s; there are %s".formatted(name, links.keySet()));
        }
        return link.proxy();
    }

    /** In the order of their names. */
    public List<Link> links() {
        return links.values().stream().sorted(Comparator.comparing(Link::name)).toList();
    }

    @Override
    public void close() {
        links.values().forEach(link -> link.proxy().close());
    }
}
