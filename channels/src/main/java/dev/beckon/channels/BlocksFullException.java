package dev.beckon.channels;

/** The list of blocked ids is full; unblock one before blocking another. */
public final class BlocksFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BlocksFullException(int max) {
        super(max + " ids are blocked already", null, false, false);
    }
}
