package dev.beckon.channels.internal.pubsub;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Checks that messages which this node publishes come back to it. A subscription can die without a sign (quarkus
 * #33418, #29830), and so can the publishing connection; this check finds both. Confined to one Vert.x context.
 */
final class RedisHeartbeat {

    private static final int MISSED_IN_A_ROW = 3;
    private static final Logger LOG = Logger.getLogger(RedisHeartbeat.class);

    private final Command publish;
    private final RedisLink subscribing;
    private final RedisLink publishing;
    private @Nullable String channel;
    private int unanswered;

    /** @param publish PUBLISH or SPUBLISH */
    RedisHeartbeat(Command publish, RedisLink subscribing, RedisLink publishing) {
        this.publish = publish;
        this.subscribing = subscribing;
        this.publishing = publishing;
    }

    /** @return {@code null}: there is none to check, because the master holds no slots */
    @Nullable
    String channel() {
        return channel;
    }

    void use(@Nullable String other) {
        channel = other;
        unanswered = 0;
    }

    void cameBack() {
        unanswered = 0;
    }

    /** Skips the check while a link is down: it is being reopened already, and the check needs both links. */
    void beat() {
        RedisConnection connection = publishing.connection();
        if (connection == null || subscribing.connection() == null || channel == null) {
            unanswered = 0;
        } else if (unanswered < MISSED_IN_A_ROW) {
            unanswered++;
            connection.send(Request.cmd(publish).arg(channel).arg(""));
        } else {
            LOG.warnf("%d heartbeats in a row did not come back from Redis; taking new connections (%s)", unanswered, channel);
            unanswered = 0;
            subscribing.reopen();
            publishing.reopen();
        }
    }
}
