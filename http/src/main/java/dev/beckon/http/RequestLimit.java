package dev.beckon.http;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Semaphore;

/** Bounds the requests of one kind that are under way. Thread-safe. */
public final class RequestLimit {

    private final int max;
    private final Semaphore free;

    public RequestLimit(int max) {
        this.max = max;
        this.free = new Semaphore(max);
    }

    /**
     * Counts the request until its answer has gone out or its connection is closed.
     *
     * @param detail advice for a caller that is refused
     * @throws ProblemException if too many are under way
     */
    public void admit(RoutingContext exchange, String detail) {
        if (!free.tryAcquire()) {
            throw new ProblemException(ProblemType.OVERLOADED, detail).retryAfter(ProblemException.RETRY_SECONDS);
        }
        exchange.addEndHandler(_ -> free.release());
    }

    public int underWay() {
        return max - free.availablePermits();
    }
}
