package dev.beckon.channels.internal.blocks;

import io.smallrye.mutiny.Uni;
import java.util.HashSet;
import java.util.Set;

/**
 * The list of blocked ids that all nodes share. After a failed {@link Uni} the change may or may not have been made.
 */
interface BlockStore {

    /** @param restored the number of ids that the store had lost and restored from the caller's */
    record Contents(Set<String> ids, int restored) {}

    /** @return whether {@code id} is in the list now; false: the list already has {@code max} other ids */
    Uni<Boolean> add(String id, int max);

    Uni<Void> remove(String id);

    /**
     * @param known the ids that the caller has as blocked. An id that the store has no record of was lost and is added
     *     again, because only {@link #remove} ends a block
     */
    Uni<Contents> load(Set<String> known);

    /** A store for one node alone: blocks last as long as the process. */
    static final class MemoryBlockStore implements BlockStore {

        private final Set<String> ids = new HashSet<>();

        @Override
        public Uni<Boolean> add(String id, int max) {
            return Uni.createFrom().item(() -> addNow(id, max));
        }

        @Override
        public Uni<Void> remove(String id) {
            return Uni.createFrom().voidItem().invoke(() -> removeNow(id));
        }

        @Override
        public Uni<Contents> load(Set<String> known) {
            return Uni.createFrom().item(() -> new Contents(copy(), 0));
        }

        private synchronized boolean addNow(String id, int max) {
            return ids.contains(id) || ids.size() < max && ids.add(id);
        }

        private synchronized void removeNow(String id) {
            ids.remove(id);
        }

        private synchronized Set<String> copy() {
            return Set.copyOf(ids);
        }
    }
}
