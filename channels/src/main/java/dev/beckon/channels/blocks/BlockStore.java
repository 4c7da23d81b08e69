package dev.beckon.channels.blocks;

import io.smallrye.mutiny.Uni;
import java.util.Set;

/** What all nodes remember of blocked ids. A failed {@link Uni} leaves open whether something was done. */
interface BlockStore {

    /** @return whether {@code id} is there now; false: {@code max} others are */
    Uni<Boolean> add(String id, int max);

    Uni<Void> remove(String id);

    Uni<Set<String>> load();
}
