package dev.beckon.channels.blocks;

import io.smallrye.mutiny.Uni;
import java.util.Set;

/** What all nodes remember of blocked ids. A failed {@link Uni} leaves open whether something was done. */
interface BlockStore {

    /** @param restored how many ids the store had lost and took back from the caller */
    record Contents(Set<String> ids, int restored) {}

    /** @return whether {@code id} is there now; false: {@code max} others are */
    Uni<Boolean> add(String id, int max);

    Uni<Void> remove(String id);

    /**
     * @param known what the caller takes for blocked. An id among them that was neither added nor removed, as far as the store
     *     remembers, was lost, and is put back: only {@link #remove} ends a block
     */
    Uni<Contents> load(Set<String> known);
}
