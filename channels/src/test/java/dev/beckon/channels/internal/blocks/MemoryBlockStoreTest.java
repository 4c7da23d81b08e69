package dev.beckon.channels.internal.blocks;

import dev.beckon.channels.internal.blocks.BlockStore.MemoryBlockStore;

class MemoryBlockStoreTest extends BlockStoreContract {

    @Override
    BlockStore store() {
        return new MemoryBlockStore();
    }
}
