package dev.beckon.notification.inbox;

import dev.beckon.notification.problems.ProblemException;
import dev.beckon.notification.problems.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Ends every call in time: when PostgreSQL is away or slow the caller gets 503 with {@code Retry-After}. */
@ApplicationScoped
class Deadline {

    private final InboxConfig config;
    private final StaleStatements stale;

    Deadline(InboxConfig config, StaleStatements stale) {
        this.config = config;
        this.stale = stale;
    }

    <T> Uni<T> within(Uni<T> call) {
        return stale.repeat(call).ifNoItem().after(config.deadline()).fail()
                .onFailure(failure -> DatabaseFailure.of(failure) == DatabaseFailure.OUTAGE)
                .transform(_ -> unavailable());
    }

    private ProblemException unavailable() {
        return ProblemException.later(ProblemType.UNAVAILABLE,
                "Repeat the call after the time in Retry-After; a change that was made already is not made twice.",
                config.retryAfter());
    }
}
