package dev.beckon.contracts;

import dev.beckon.redis.RedisMessage;
import dev.beckon.redis.RedisPrefix;
import java.util.UUID;

/**
 * One change of one inbox, from notification-service to gateways as a {@link RedisMessage}. Its headers are {@code previousRev SP
 * rev SP epoch} and the {@link Trail} as {@code SP name=value}; readers skip unknown names, so that a later version may add one.
 * The payload is finished JSON, which gateways pass on without parsing it.
 *
 * @param user the inbox's owner
 * @param event {@link InboxPayload#NEW_NOTIFICATION}, {@link InboxPayload#INBOX_CHANGED}, or {@link #STALE}
 * @param payload compact JSON object
 */
public record InboxFrame(String user, String event, Revisions revisions, Trail trail, String payload) {

    /**
     * Event of a frame that carries only the inbox's present {@code rev}: a gateway with a lower one fetches the difference.
     * Clients never see it.
     */
    public static final String STALE = "stale";

    /** Default of {@link #TOPIC_PREFIX_KEY}. */
    public static final String TOPIC_PREFIX = "notifications:";

    /**
     * Configuration key of the text in front of the user id in an inbox's topic; gateways and notification-service read the same
     * key.
     */
    public static final String TOPIC_PREFIX_KEY = "beckon.inbox.topic-prefix";

    /** Beckon's default for {@link RedisPrefix#KEY}. */
    public static final String REDIS_PREFIX = "beckon:";

    public static InboxFrame stale(String user, long rev, UUID epoch) {
        return new InboxFrame(user, STALE, new Revisions(rev, rev, epoch), Trail.NONE, "{}");
    }

    /** @param topicPrefix the value of {@link #TOPIC_PREFIX_KEY} */
    public String topic(String topicPrefix) {
        return topicPrefix + user;
    }

    /** @param previous the revision before this change; a receiver at another one lacks a change */
    public record Revisions(long previous, long rev, UUID epoch) {

        /** The revisions of a change that raised an inbox's revision by one. */
        public static Revisions of(InboxState changed) {
            return new Revisions(changed.rev() - 1, changed.rev(), changed.epoch());
        }

        /** @throws IllegalArgumentException if {@code headers} are not those of an {@link InboxFrame} */
        public static Revisions parse(String headers) {
            String[] parts = headers.split(" ", 4);
            if (parts.length < 3) {
                throw new IllegalArgumentException("not 'previousRev rev epoch'");
            }
            return new Revisions(Long.parseLong(parts[0]), Long.parseLong(parts[1]), UUID.fromString(parts[2]));
        }

        private String encode() {
            return previous + " " + rev + ' ' + epoch;
        }
    }

    /** The Redis message; its origin is empty because no gateway publishes it. */
    public RedisMessage message() {
        return new RedisMessage(event, "", revisions.encode() + trail.encode(), payload);
    }
}
