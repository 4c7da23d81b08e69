package dev.beckon.verify.stack;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.hints.ChangeHint;
import dev.beckon.localstack.Routes;
import dev.beckon.redis.RedisPrefix;
import dev.beckon.testservers.TcpProxy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Keeps a proxy between any two processes that connect to each other. Thread-safe. */
public final class Proxies implements Routes, AutoCloseable {

    /** @param name name of the link, such as {@code gateway-1 to redis} */
    public record Link(String name, String from, String to, TcpProxy proxy) {}

    private final Map<String, Link> links = new ConcurrentHashMap<>();

    @Override
    public int port(String from, String to, int port) {
        return links.computeIfAbsent(from + " to " + to,
                name -> new Link(name, from, to, TcpProxy.before(port, () -> filter(from, to)))).proxy().port();
    }

    /**
     * The filter drops inbox frames, and hints of changes to all gateways but the first: the first repairs what it lost by hints, the
     * others notice that they lost hints, too. The pub/sub's own heartbeats pass, so that no gateway notices at once.
     */
    private static TcpProxy.Filter filter(String from, String to) {
        Stream<String> hints = from.equals("gateway-1") ? Stream.of() : ChangeHint.TOPICS.stream();
        return to.equals("redis")
                ? new RedisMessageFilter(Stream.concat(Stream.of(InboxFrame.TOPIC_PREFIX), hints)
                        .map(new RedisPrefix(InboxFrame.REDIS_PREFIX)::channel).toArray(String[]::new))
                : TcpProxy.Filter.NONE;
    }

    /** @param name name of the link, such as {@code gateway-1 to redis} */
    public TcpProxy proxy(String name) {
        Link link = links.get(name);
        if (link == null) {
            throw new IllegalArgumentException("no such connection: %s; there are %s".formatted(name, links.keySet()));
        }
        return link.proxy();
    }

    /** All links in the order of their names. */
    public List<Link> links() {
        return links.values().stream().sorted(Comparator.comparing(Link::name)).toList();
    }

    @Override
    public void close() {
        links.values().forEach(link -> link.proxy().close());
    }
}
