package dev.beckon.channels;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** How a channel answers an intercepted broadcast for one member. */
public sealed interface OutResult {

    Push PUSH = new Push();
    None NONE = new None();

    /** The member gets the broadcast as it is, in the bytes that all members share. */
    record Push() implements OutResult {}

    /**
     * The member gets this instead.
     *
     * @param payload written as a JSON object, or a {@link BinaryPayload}
     */
    record Changed(String event, Object payload) implements OutResult {}

    /** The library sends nothing to the member. */
    record None() implements OutResult {}

    /**
     * The answer needs to wait or needs a context of its own, as Hibernate Reactive does.
     *
     * @param decision called like other callbacks: on the socket's event loop, in a context of its own, and not while
     *     another callback of the member runs; a failure ends the channel
     */
    record Later(Supplier<Uni<OutResult>> decision) implements OutResult {}

    static OutResult push() {
        return PUSH;
    }

    static OutResult push(String event, Object payload) {
        return new Changed(event, payload);
    }

    static OutResult none() {
        return NONE;
    }

    static OutResult later(Supplier<Uni<OutResult>> decision) {
        return new Later(decision);
    }
}
