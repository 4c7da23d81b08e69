package dev.beckon.redis.masters;

import io.vertx.redis.client.Redis;

/**
 * A Redis server that takes commands: the only one, the one that Sentinel names, or a master of a cluster. One object per server
 * and {@link RedisMasters}.
 */
public final class RedisMaster {

    private final String address;
    private final Redis client;

    RedisMaster(String address, Redis client) {
        this.address = address;
        this.client = client;
    }

    /** A client of this server alone; do not close it. */
    public Redis client() {
        return client;
    }

    /** {@code host:port} of a master of a cluster; of others empty. */
    public String address() {
        return address;
    }

    /** For logs: {@code Redis}, or {@code Redis 10.0.0.7:6379} in a cluster. */
    @Override
    public String toString() {
        return address.isEmpty() ? "Redis" : "Redis " + address;
    }
}
