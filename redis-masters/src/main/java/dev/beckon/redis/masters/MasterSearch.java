package dev.beckon.redis.masters;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the nodes of a Redis Cluster, one after the other until one answers, which masters hold the slots; one question at a time.
 * Owns the clients, one per node. Thread-safe.
 */
final class MasterSearch {

    private static final Logger LOG = Logger.getLogger(MasterSearch.class);

    /** A node that answers later is passed over. */
    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final RedisOptions options;
    private final URI first;
    private final Set<String> configured = new LinkedHashSet<>();
    private final Consumer<List<@Nullable String>> found;
    private final Map<String, Redis> clients = new ConcurrentHashMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private @Nullable Promise<Void> search;
    private boolean again;
    private boolean unreachable;

    /**
     * @param options their endpoints are some nodes of the cluster; scheme, user and parameters of the first are those of all nodes
     * @param found gets the address of each tag's master, by the tag's number
     */
    MasterSearch(Vertx vertx, RedisOptions options, Consumer<List<@Nullable String>> found) {
        this.vertx = vertx;
        this.options = options;
        this.first = URI.create(options.getEndpoint());
        this.found = found;
        options.getEndpoints().forEach(endpoint -> configured.add(URI.create(endpoint).getHost() + ':' + port(URI.create(endpoint))));
    }

    private static int port(URI endpoint) {
        return endpoint.getPort() < 0 ? 6379 : endpoint.getPort();
    }

    Redis client(String address) {
        return clients.computeIfAbsent(address, _ -> Redis.createClient(vertx, new RedisOptions(options)
                .setType(RedisClientType.STANDALONE).setEndpoints(List.of(endpoint(address)))));
    }

    private String endpoint(String address) {
        String user = first.getRawUserInfo() == null ? "" : first.getRawUserInfo() + '@';
        String parameters = first.getRawQuery() == null ? "" : '?' + first.getRawQuery();
        return first.getScheme() + "://" + user + address + parameters;
    }

    /** Keeps the client of a configured address, which is asked again. */
    void forget(String address) {
        if (!configured.contains(address)) {
            Redis client = clients.remove(address);
            if (client != null) {
                client.close();
            }
        }
    }

    void close() {
        clients.values().forEach(Redis::close);
        clients.clear();
    }

    /**
     * @param known asked before the configured nodes
     * @return completes when the search that is under way or begins now has ended, with or without an answer
     */
    Future<Void> search(List<String> known) {
        Promise<Void> begun;
        synchronized (this) {
            if (search != null) {
                again = true;
                return search.future();
            }
            begun = Promise.promise();
            search = begun;
        }
        List<String> addresses = new ArrayList<>(known);
        Collections.shuffle(addresses); // the view of one node may be old
        addresses.addAll(configured);
        ask(new LinkedHashSet<>(addresses).iterator(), known);
        return begun.future();
    }

    private void ask(Iterator<String> addresses, List<String> known) {
        while (addresses.hasNext()) {
            String address = addresses.next();
            if (silent.add(address)) { // a node that has not answered the question before would only collect more of them
                client(address).send(Request.cmd(Command.CLUSTER).arg("SLOTS"))
                        .onComplete(_ -> silent.remove(address))
                        .timeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                        .onFailure(failure -> {
                            LOG.debugf("Redis node %s did not name the masters of the cluster: %s", address, failure.getMessage());
                            ask(addresses, known);
                        })
                        .onSuccess(answer -> ended(ClusterSlots.masters(Objects.requireNonNull(answer), ClusterSlots.host(address)),
                                known));
                return;
            }
        }
        ended(null, known);
    }

    private void ended(@Nullable List<@Nullable String> masters, List<String> known) {
        report(masters == null);
        if (masters != null) {
            found.accept(masters);
        }
        Promise<Void> done;
        boolean next;
        synchronized (this) {
            done = search;
            search = null;
            next = again;
            again = false;
        }
        if (done != null) {
            done.complete();
        }
        if (next) {
            search(known);
        }
    }

    private synchronized void report(boolean failed) {
        if (failed && !unreachable) {
            LOG.warnf("No node of the Redis Cluster answers, of %s and the masters known before; trying on", configured);
        } else if (!failed && unreachable) {
            LOG.info("The Redis Cluster answers again");
        }
        unreachable = failed;
    }
}
