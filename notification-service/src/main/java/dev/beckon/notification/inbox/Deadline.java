package dev.beckon.notification.inbox;

import dev.beckon.http.ProblemException;
import dev.beckon.http.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Ends every call in time: when PostgreSQL is away or slow the caller gets 503 with {@code Retry-After}. */
@ApplicationScoped
class Deadline {

    private final InboxConfig config;

    Deadline(InboxConfig config) {
        this.config = config;
    }

    /** At the deadline the call is cancelled. */
    <T> Uni<T> within(Uni<T> call) {
        return bound(DatabaseFailure.repeatStale(call));
    }

    /** At the deadline only the caller stops waiting; the call goes on to its end. */
    <T> Uni<T> ofCaller(Uni<T> call) {
        return bound(DatabaseFailure.repeatStale(call).memoize().indefinitely()); // which nothing downstream can cancel
    }

    private <T> Uni<T> bound(Uni<T> call) {
        return call.ifNoItem().after(config.deadline()).fail()
                .onFailure(failure -> DatabaseFailure.of(failure) == DatabaseFailure.OUTAGE)
                .transform(_ -> unavailable());
    }

    private ProblemException unavailable() {
        return new ProblemException(ProblemType.UNAVAILABLE,
                "Repeat the call after the time in Retry-After; a change that was made already is not made twice.")
                .retryAfter(ProblemException.RETRY_SECONDS);
    }
}
