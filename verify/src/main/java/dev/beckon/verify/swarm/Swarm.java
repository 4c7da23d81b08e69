package dev.beckon.verify.swarm;

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

    /** Whom a client is, and what it shows for it. */
    public record Identity(String user, String token) {}

    /** What one look at them takes is nothing. */
    private static final long POLL_MILLIS = 20;

    /** At a time, at first: only what comes later is a storm. */
    private static final int CONNECTING = 200;

    private final Loop loop = new Loop();
    private final Tally tally = new Tally();
    private final List<Client> clients;

    /**
     * Connects nobody yet.
     *
     * @param gateways where a balancer sends each client at first, and after each loss; the last stays
     */
    public Swarm(List<Identity> identities, List<URI> gateways) throws IOException {
        List<InetSocketAddress> addresses =
                gateways.stream().map(url -> new InetSocketAddress(url.getHost(), url.getPort())).toList();
        this.clients = identities.stream()
                .map(who -> new Client(who.user(), who.token(), addresses, loop, tally)).toList();
    }

    /** Connects all of them, some at a time. @return how many have not joined within the bound */
    public long connect(Duration bound) throws InterruptedException {
        long giveUp = System.nanoTime() + bound.toNanos();
        List<Client> waiting = new ArrayList<>(clients);
        while (!waiting.isEmpty() && System.nanoTime() < giveUp) {
            List<Client> next = waiting.subList(0, Math.min(CONNECTING, waiting.size()));
            List<Client> started = List.copyOf(next);
            next.clear();
            loop.execute(() -> started.forEach(Client::connect));
            missing(started, Client::isJoined, giveUp);
        }
        return missing(clients, Client::isJoined, giveUp);
    }

    /** @return how many are not joined, or have fewer news, when all have or the bound is over */
    public long awaitNews(int each, Duration bound) throws InterruptedException {
        return missing(clients, client -> client.has(each), System.nanoTime() + bound.toNanos());
    }

    private static long missing(List<Client> clients, Predicate<Client> has, long giveUp) throws InterruptedException {
        long missing = clients.stream().filter(has.negate()).count();
        while (missing > 0 && System.nanoTime() < giveUp) {
            Thread.sleep(POLL_MILLIS);
            missing = clients.stream().filter(has.negate()).count();
        }
        return missing;
    }

    /** What has happened how often since the last call, by name. */
    public Map<String, Long> tally() {
        return tally.take();
    }

    public List<Standing> standings() {
        return clients.stream().map(Client::standing).toList();
    }

    @Override
    public void close() {
        loop.close();
    }
}
