package dev.beckon.emitter;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What became of a list that {@link Emitter#postAll} has sent in several calls. Repeat the same list with the same key after a failure. */
public record Batch(List<Part> parts) {

    public Batch {
        parts = List.copyOf(parts);
    }

    /**
     * The mentions of one call: Beckon accepts all of them or none.
     *
     * @param from index of its first mention in the list
     * @param size number of its mentions
     * @param ids of the mentions, in their order; empty if the part failed
     * @param failure why it failed; null: it is accepted. The parts behind one that is not {@link EmitterException.Reason#REFUSED}
     *     have its failure and were not sent
     */
    public record Part(int from, int size, List<UUID> ids, @Nullable EmitterException failure) {

        public Part {
            ids = List.copyOf(ids);
        }
    }

    /** The first failure; empty if Beckon has accepted everything. */
    public Optional<EmitterException> failure() {
        return parts.stream().flatMap(part -> Stream.ofNullable(part.failure())).findFirst();
    }

    /** All ids, in the order of the list. @throws EmitterException the first failure */
    public List<UUID> ids() throws EmitterException {
        Optional<EmitterException> failure = failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
        return parts.stream().flatMap(part -> part.ids().stream()).toList();
    }
}
