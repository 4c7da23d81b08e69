package dev.beckon.channels.test;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * How long assertions wait.
 *
 * @param forSomething upper limit for an assertion; one that holds returns as soon as it does
 * @param forNothing a refutation that holds waits all of it
 */
record Patience(Duration forSomething, Duration forNothing) {

    /** 10 s for something; Phoenix's {@code refute_receive_timeout}, 100 ms, for nothing. */
    static final Patience DEFAULT = new Patience(Duration.ofSeconds(10), Duration.ofMillis(100));

    /** @throws AssertionError listing everything that came */
    <T> T expect(String what, Recording<T> in, Predicate<T> wanted) {
        return in.take(wanted, forSomething).orElseThrow(() -> new AssertionError(
                "expected %s within %s, but there came:%n  %s".formatted(what, forSomething, in.describe())));
    }

    /** @throws AssertionError listing everything that came */
    <T> void refute(String what, Recording<T> in, Predicate<T> unwanted) {
        in.take(unwanted, forNothing).ifPresent(found -> {
            throw new AssertionError("expected no %s, but there came:%n  %s%namong:%n  %s".formatted(what, found, in.describe()));
        });
    }
}
