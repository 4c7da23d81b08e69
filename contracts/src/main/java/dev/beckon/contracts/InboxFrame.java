package dev.beckon.contracts;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * One change of one inbox on Redis: notification-service to gateways. The Redis channel is {@link #redisChannel}; the
 * message is the channels library's form {@code event TAB origin TAB headers LF payload}, with an empty origin, the headers
 * {@code previousRev SP rev SP epoch}, and the payload as finished JSON that gateways pass on unread.
 *
 * @param event {@link InboxPayload#NEW_NOTIFICATION}, {@link InboxPayload#INBOX_CHANGED}, or {@link #STALE}
 * @param previousRev the revision this change follows; a receiver that has another one lacks something
 * @param payload compact JSON object
 */
public record InboxFrame(String event, long previousRev, long rev, UUID epoch, String payload) {

    /** Says only "the inbox is at {@code rev}": whoever has less fetches the difference. Never shown to clients. */
    public static final String STALE = "stale";

    public static final String TOPIC_PREFIX = "notifications:";
    public static final String REDIS_PREFIX = "beckon:";

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
            String[] parts = headers.split(" ", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("not 'previousRev rev epoch'");
            }
            return new Revisions(Long.parseLong(parts[0]), Long.parseLong(parts[1]), UUID.fromString(parts[2]));
        }
    }

    /** The Redis message, UTF-8. */
    public byte[] encode() {
        return (event + "\t\t" + previousRev + ' ' + rev + ' ' + epoch + '\n' + payload).getBytes(StandardCharsets.UTF_8);
    }
}
