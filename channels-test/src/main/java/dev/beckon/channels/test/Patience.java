package dev.beckon.channels.test;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * How long an assertion waits.
 *
 * @param forSomething an assertion that holds does not wait longer than it has to
 * @param forNothing a refutation that holds takes all of it
 */
record Patience(Duration forSomething, Duration forNothing) {

    /** The second is Phoenix's: {@code refute_receive_timeout}. */
    static final Patience DEFAULT = new Patience(Duration.ofSeconds(10), Duration.ofMillis(100));

    /** @throws AssertionError with all that did come */
    <T> T expect(String what, Recording<T> in, Predicate<T> wanted) {
        return in.take(wanted, forSomething).orElseThrow(() -> new AssertionError(
                "expected %s within %s, but there came:%n  %s".formatted(what, forSomething, in.describe())));
    }

    /** @throws AssertionError with all that came */
    <T> void refute(String what, Recording<T> in, Predicate<T> unwanted) {
        in.take(unwanted, forNothing).ifPresent(found -> {
            throw new AssertionError("expected no %s, but there came:%n  %s%namong:%n  %s".formatted(what, found, in.describe()));
        });
    }
}
