package dev.beckon.mention;

import dev.beckon.mention.problems.ProblemException;
import dev.beckon.mention.problems.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Bounds the calls that wait for Kafka, so that an outage fills neither heap nor queues. Full: refused at once. */
@ApplicationScoped
class InFlight {

    private final Semaphore free;

    InFlight(LoadConfig config) {
        this.free = new Semaphore(config.maxInFlight());
    }

    /** Fails with {@link ProblemType#OVERLOADED}, without starting the call, if too many are in flight. */
    <T> Uni<T> admit(Supplier<Uni<? extends T>> call) {
        return Uni.createFrom().deferred(() -> {
            if (!free.tryAcquire()) {
                return Uni.createFrom().failure(new ProblemException(
                        ProblemType.OVERLOADED, "Nothing was accepted. Repeat the request after a while."));
            }
            return Uni.createFrom().deferred(call).onTermination().invoke(() -> free.release());
        });
    }
}
