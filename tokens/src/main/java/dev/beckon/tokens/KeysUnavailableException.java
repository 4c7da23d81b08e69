package dev.beckon.tokens;

/** A token can be neither accepted nor refused, because the key that would verify it is unavailable now. */
public final class KeysUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeysUnavailableException() {
        super("the keys that verify tokens are not to be had", null, false, false);
    }
}
