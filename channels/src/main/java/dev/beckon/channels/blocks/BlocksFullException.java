package dev.beckon.channels.blocks;

/** So many ids are blocked that one more may not be; lift one first. */
public final class BlocksFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BlocksFullException(int max) {
        super(max + " ids are blocked already", null, false, false);
    }
}
