package dev.beckon.notification.inbox;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Semaphore;

/** A bound on requests of one kind. A place is taken until the answer has gone out, or nobody waits for it any more. */
final class Places {

    private final int size;
    private final Semaphore free;

    Places(int size) {
        this.size = size;
        this.free = new Semaphore(size);
    }

    /** @return false if all are taken */
    boolean take(RoutingContext exchange) {
        boolean taken = free.tryAcquire();
        if (taken) {
            exchange.addEndHandler(_ -> free.release());
        }
        return taken;
    }

    int taken() {
        return size - free.availablePermits();
    }
}
