package dev.beckon.channels.blocks;

import io.smallrye.mutiny.Uni;
import java.util.HashSet;
import java.util.Set;

/** For one node alone: blocks last as long as the process. */
final class MemoryBlockStore implements BlockStore {

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
