package dev.beckon.contracts;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * One change of one inbox on Redis: notification-service to gateways. The Redis channel is {@link #redisChannel}; the
 * message is the channels library's form {@code event TAB origin TAB headers LF payload}, with an empty origin, the headers
 * {@code previousRev SP rev SP epoch} and what else is known as {@code SP name=value}, and the payload as finished JSON that
 * gateways pass on unread. A reader passes over names that it does not know, so that one may be added.
 *
 * @param event {@link InboxPayload#NEW_NOTIFICATION}, {@link InboxPayload#INBOX_CHANGED}, or {@link #STALE}
 * @param previousRev the revision this change follows; a receiver that has another one lacks something
 * @param payload compact JSON object
 */
public record InboxFrame(String event, long previousRev, long rev, UUID epoch, Trail trail, String payload) {

    /** Says only "the inbox is at {@code rev}": whoever has less fetches the difference. Never shown to clients. */
    public static final String STALE = "stale";

    public static final String TOPIC_PREFIX = "notifications:";
    public static final String REDIS_PREFIX = "beckon:";

    /** Of nobody knows where. */
    public InboxFrame(String event, long previousRev, long rev, UUID epoch, String payload) {
        this(event, previousRev, rev, epoch, Trail.NONE, payload);
    }

    public static InboxFrame stale(long rev, UUID epoch) {
        return new InboxFrame(STALE, rev, rev, epoch, "{}");
    }

    public static String redisChannel(String user) {
        return REDIS_PREFIX + TOPIC_PREFIX + user;
    }

    /**
     * What a gateway reads of a frame.
     *
     * @param previous the revision this change follows
     */
    public record Revisions(long previous, long rev, UUID epoch) {

        /** @throws IllegalArgumentException if {@code headers} is not what {@link InboxFrame#encode} writes */
        public static Revisions parse(String headers) {
            String[] parts = headers.split(" ", 4);
            if (parts.length < 3) {
                throw new IllegalArgumentException("not 'previousRev rev epoch'");
            }
            return new Revisions(Long.parseLong(parts[0]), Long.parseLong(parts[1]), UUID.fromString(parts[2]));
        }
    }

    /** The Redis message, UTF-8. */
    public byte[] encode() {
        return (event + "\t\t" + previousRev + ' ' + rev + ' ' + epoch + trail.encode() + '\n' + payload)
                .getBytes(StandardCharsets.UTF_8);
    }
}
