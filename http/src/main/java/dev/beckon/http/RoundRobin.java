package dev.beckon.http;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Calls the processes of another service in turn, and skips one that is away or answers 503. So every call must be one that may be
 * made twice. Thread-safe.
 *
 * @param <A> the client of one process
 */
public final class RoundRobin<A> {

    private final List<A> processes;
    private final Duration deadline;
    private final AtomicInteger turn = new AtomicInteger();

    /** @param deadline for one call, however many processes it tries */
    public RoundRobin(List<A> processes, Duration deadline) {
        this.processes = List.copyOf(processes);
        this.deadline = deadline;
    }

    /**
     * @param request fails with a {@link WebApplicationException} if the process refuses
     * @return fails as the last request did, or after the deadline
     */
    public <T> Uni<T> call(Function<A, Uni<T>> request) {
        return Uni.createFrom().deferred(() -> {
            AtomicInteger next = new AtomicInteger(turn.getAndIncrement()); // its own: other calls must not use up its attempts
            Uni<T> attempt = Uni.createFrom().deferred(() -> request.apply(at(next.getAndIncrement())));
            return processes.size() == 1
                    ? attempt
                    : attempt.onFailure(RoundRobin::isOfOneProcess).retry().atMost(processes.size() - 1L);
        }).ifNoItem().after(deadline).fail();
    }

    /** True if only this process failed: another may answer. Not by type: REST clients give whatever a connection failed with. */
    private static boolean isOfOneProcess(Throwable failure) {
        return !(failure instanceof WebApplicationException refusal) || refusal.getResponse().getStatus() == 503;
    }

    private A at(int index) {
        return processes.get(Math.floorMod(index, processes.size()));
    }
}
