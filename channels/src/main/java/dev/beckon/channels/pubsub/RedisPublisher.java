package dev.beckon.channels.pubsub;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes in the order of the calls, at most once. What Redis does not take in time is dropped: past {@code bound}
 * waiting messages, or while there is no connection. Only while the first connection is being opened messages wait for it, so
 * that a healthy start loses none. Drops are counted, and logged when they begin and end. The state belongs to one Vert.x
 * context; {@link #publish} may be called by any thread.
 */
final class RedisPublisher {

    /** Sent and not answered. Enough to fill a round trip; the client refuses more than its 2,048 waiting handlers. */
    private static final int WINDOW = 1_000;

    private static final Logger LOG = Logger.getLogger(RedisPublisher.class);

    private final Context context;
    private final int bound;
    private final Queue<Request> queue = new ArrayDeque<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean dropping = new AtomicBoolean();
    private @Nullable RedisConnection connection;
    private int unanswered;
    private boolean starting = true;

    RedisPublisher(Context context, int bound) {
        this.context = context;
        this.bound = bound;
    }

    void publish(String channel, String message) {
        if (pending.incrementAndGet() > bound) {
            pending.decrementAndGet();
            drop(1, "more than " + bound + " wait");
            return;
        }
        context.runOnContext(_ -> {
            queue.add(Request.cmd(Command.PUBLISH).arg(channel).arg(message));
            send();
        });
    }

    /** On the context, as {@link #stop}. */
    void start(RedisConnection fresh) {
        starting = false;
        connection = fresh;
        send();
    }

    /** The connection is lost, or the first one could not be opened. What was sent may have arrived or not. */
    void stop() {
        starting = false;
        connection = null;
        pending.addAndGet(-unanswered);
        if (unanswered > 0) {
            drop(unanswered, "Redis did not answer");
        }
        unanswered = 0;
        send();
    }

    long dropped() {
        return dropped.get();
    }

    private void send() {
        RedisConnection current = connection;
        if (current == null) {
            if (!starting && !queue.isEmpty()) {
                pending.addAndGet(-queue.size());
                drop(queue.size(), "Redis is out of reach");
                queue.clear();
            }
            return;
        }
        while (unanswered < WINDOW && !queue.isEmpty()) {
            unanswered++;
            current.send(queue.remove())
                    .onComplete(answer -> context.runOnContext(_ -> answered(current, answer)));
        }
    }

    private void answered(RedisConnection by, AsyncResult<Response> answer) {
        if (by != connection) {
            return; // stop() has counted it
        }
        unanswered--;
        pending.decrementAndGet();
        if (answer.failed()) {
            drop(1, answer.cause().getMessage());
        } else if (dropping.compareAndSet(true, false)) {
            LOG.infof("Other nodes are told again; %d broadcasts were dropped since the start", dropped.get());
        }
        send();
    }

    private void drop(int count, String why) {
        dropped.addAndGet(count);
        if (dropping.compareAndSet(false, true)) {
            LOG.warnf("Other nodes are not told of broadcasts: %s", why);
        }
    }
}
