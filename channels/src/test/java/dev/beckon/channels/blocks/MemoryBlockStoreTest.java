package dev.beckon.channels.blocks;

class MemoryBlockStoreTest extends BlockStoreContract {

    @Override
    BlockStore store() {
        return new MemoryBlockStore();
    }
}
