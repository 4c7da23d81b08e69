package dev.beckon.gateway.presence;

import dev.beckon.redis.RedisPrefix;
import dev.beckon.redis.RedisTag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The names of online status in Redis. In a cluster there is a group of users for each hash tag, and the keys of its users and
 * leases are in one slot; else all are one group.
 */
@Singleton
final class OnlineKeys {

    private static final String USER = "online:";
    private static final String LEASE = "online_lease:";

    private final RedisPrefix prefix;
    private final boolean isShared;

    /** @param isShared false: this gateway is alone, without Redis */
    @Inject
    OnlineKeys(@ConfigProperty(name = RedisPrefix.KEY) String prefix,
            @ConfigProperty(name = "channels.redis.enabled", defaultValue = "true") boolean isShared,
            @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone") String clientType) {
        this.prefix = new RedisPrefix(prefix, clientType.equals("cluster"));
        this.isShared = isShared;
    }

    boolean isShared() {
        return isShared;
    }

    int groups() {
        return prefix.cluster() ? RedisTag.COUNT : 1;
    }

    /** From 0. */
    int group(String user) {
        return prefix.cluster() ? RedisTag.of(USER + user).number() : 0;
    }

    /** The sorted set of the leases under which a user is online. */
    String user(String user) {
        return prefix.channel(USER + user);
    }

    /** The key that lives while a gateway renews its lease for a group. */
    String lease(int group, String id) {
        return prefix.cluster() ? prefix.channel(RedisTag.ALL.get(group), LEASE + id) : prefix.channel(LEASE + id);
    }
}
