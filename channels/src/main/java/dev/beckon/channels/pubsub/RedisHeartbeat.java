package dev.beckon.channels.pubsub;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import org.jboss.logging.Logger;

/**
 * Whether what this node publishes still comes back to it. A subscription can die without a sign (quarkus #33418, #29830),
 * and so can the connection that publishes; this sees both. Confined to one Vert.x context.
 */
final class RedisHeartbeat {

    private static final int MISSED_IN_A_ROW = 3;
    private static final Logger LOG = Logger.getLogger(RedisHeartbeat.class);

    private final String channel;
    private final RedisLink subscribing;
    private final RedisLink publishing;
    private int unanswered;

    RedisHeartbeat(String channel, RedisLink subscribing, RedisLink publishing) {
        this.channel = channel;
        this.subscribing = subscribing;
        this.publishing = publishing;
    }

    String channel() {
        return channel;
    }

    void cameBack() {
        unanswered = 0;
    }

    /** A link that is down is being opened again already, and without both there is nothing to learn. */
    void beat() {
        RedisConnection connection = publishing.connection();
        if (connection == null || subscribing.connection() == null) {
            unanswered = 0;
        } else if (unanswered < MISSED_IN_A_ROW) {
            unanswered++;
            connection.send(Request.cmd(Command.PUBLISH).arg(channel).arg(""));
        } else {
            LOG.warnf("%d heartbeats in a row did not come back from Redis; taking new connections", unanswered);
            unanswered = 0;
            subscribing.reopen();
            publishing.reopen();
        }
    }
}
