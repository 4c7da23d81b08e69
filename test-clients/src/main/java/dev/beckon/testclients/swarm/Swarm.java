package dev.beckon.testclients.swarm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Many clients in this process. */
public final class Swarm implements AutoCloseable {

    /** A client's user and token. */
    public record Identity(String user, String token) {}

    private static final long POLL_MILLIS = 20;

    /** Clients that connect at a time at first, because only later reconnects should be a storm. */
    private static final int CONNECTING = 200;

    private final Loop loop = Loop.start();
    private final EventCounts tally = new EventCounts();
    private final List<SwarmClient> clients;

    /**
     * Connects no client yet.
     *
     * @param gateways where a balancer sends each client at first, and after each loss; the last one serves all later attempts
     */
    public Swarm(List<Identity> identities, List<URI> gateways) throws IOException {
        List<InetSocketAddress> addresses = gateways.stream().map(url -> new InetSocketAddress(url.getHost(), url.getPort())).toList();
        this.clients = identities.stream()
                .map(who -> new SwarmClient(who.user(), who.token(), addresses, loop, tally)).toList();
    }

    /** Connects all clients, in groups. @return the number that have not joined within the bound */
    public long connect(Duration bound) throws InterruptedException {
        long giveUp = System.nanoTime() + bound.toNanos();
        List<SwarmClient> waiting = new ArrayList<>(clients);
        while (!waiting.isEmpty() && System.nanoTime() < giveUp) {
            List<SwarmClient> next = waiting.subList(0, Math.min(CONNECTING, waiting.size()));
            List<SwarmClient> started = List.copyOf(next);
            next.clear();
            loop.execute(() -> started.forEach(SwarmClient::connect));
            missing(started, SwarmClient::isJoined, giveUp);
        }
        return missing(clients, SwarmClient::isJoined, giveUp);
    }

    /** Waits for the news. @return the number of clients that are not joined, or have fewer news, at the end */
    public long awaitNews(int each, Duration bound) throws InterruptedException {
        return missing(clients, client -> client.has(each), System.nanoTime() + bound.toNanos());
    }

    private static long missing(List<SwarmClient> clients, Predicate<SwarmClient> has, long giveUp) throws InterruptedException {
        long missing = clients.stream().filter(has.negate()).count();
        while (missing > 0 && System.nanoTime() < giveUp) {
            Thread.sleep(POLL_MILLIS);
            missing = clients.stream().filter(has.negate()).count();
        }
        return missing;
    }

    /** The events since the last call: name to count. */
    public Map<String, Long> tally() {
        return tally.take();
    }

    public List<ClientState> standings() {
        return clients.stream().map(SwarmClient::standing).toList();
    }

    @Override
    public void close() {
        loop.close();
    }
}
