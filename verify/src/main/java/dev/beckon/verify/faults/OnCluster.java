package dev.beckon.verify.faults;

import dev.beckon.redis.RedisTag;
import dev.beckon.testservers.RedisCluster;
import dev.beckon.testservers.RedisServer;
import dev.beckon.testservers.ServerFailedException;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Something happens to a Redis Cluster. It counts as an outage, so that no node is away while another one has to agree.
 *
 * @param duration as {@link Fault#duration}
 */
record OnCluster(String name, Supplier<RedisCluster> cluster, Action action, int duration) implements Fault {

    /** Longer than the silence after which the nodes vote a master out. */
    private static final int FAILOVER = 4;

    /** Happens to the cluster. */
    interface Action {
        Damage take(RedisCluster cluster, RandomGenerator choice);
    }

    /** All faults of a Redis Cluster. */
    static List<Fault> all(Supplier<RedisCluster> cluster) {
        return List.of(
                new OnCluster("failover-redis", cluster, OnCluster::failOver, FAILOVER),
                new OnCluster("migrate-slot", cluster, OnCluster::migrate, 1),
                new OnCluster("lose-redis-data", cluster, (whole, _) -> {
                    whole.flushAll();
                    return Damage.done("redis");
                }, 1));
    }

    @Override
    public Damage strike(RandomGenerator choice) throws IOException {
        try {
            return action.take(cluster.get(), choice);
        } catch (ServerFailedException otherFault) {
            throw new IOException(otherFault);
        }
    }

    @Override
    public boolean isOutage() {
        return true;
    }

    /** A master dies; its replica takes over, and is followed by it when it is back. */
    private static Damage failOver(RedisCluster cluster, RandomGenerator choice) {
        RedisServer master = cluster.master(slot(choice));
        master.stop();
        return new Damage(name(cluster, master), master::start);
    }

    private static Damage migrate(RedisCluster cluster, RandomGenerator choice) {
        int slot = slot(choice);
        RedisServer from = cluster.master(slot);
        List<RedisServer> others = RedisTag.ALL.stream().map(tag -> cluster.master(tag.slot())).distinct()
                .filter(master -> master != from).toList();
        RedisServer to = others.get(choice.nextInt(others.size()));
        cluster.migrate(slot, to);
        return Damage.done("slot %d from %s to %s".formatted(slot, name(cluster, from), name(cluster, to)));
    }

    /** A slot that the recipients of one lane have. */
    private static int slot(RandomGenerator choice) {
        return RedisTag.ALL.get(choice.nextInt(RedisTag.COUNT)).slot();
    }

    private static String name(RedisCluster cluster, RedisServer node) {
        return "redis-" + (cluster.nodes().indexOf(node) + 1);
    }
}
