/**
 * Finds the Redis server for a channel or key: the only one, the one that Sentinel names, or a master of a Redis Cluster. Depends
 * on {@code redis-wire} and Quarkus's Redis client.
 */
@NullMarked
package dev.beckon.redis.masters;

import org.jspecify.annotations.NullMarked;
