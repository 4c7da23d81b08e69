package dev.beckon.emitter;

import org.jspecify.annotations.Nullable;

/** Beckon did not accept a call; {@link #reason} says whether the body, the key, the token or the connection is at fault. */
public final class EmitterException extends Exception {

    private static final long serialVersionUID = 1;

    /** What the caller can do about it. */
    public enum Reason {
        /** 400, 413, 415, 422 or another 4xx: this call will never be accepted; correct it. */
        REFUSED,
        /** 401, also with a second token from the {@link TokenSupplier}, or the supplier failed. */
        UNAUTHORIZED,
        /** 403: the token lacks a role. */
        FORBIDDEN,
        /** 404: no mention of this key is stored, or the address is wrong. */
        NOT_FOUND,
        /** 408, 429, 5xx or no answer, for as long as the emitter is patient. Beckon may have it: repeat with the same key. */
        UNAVAILABLE
    }

    private final Reason reason;
    private final int status;
    private final @Nullable String problem;
    private final @Nullable Long retryAfterMillis;

    EmitterException(Reason reason, int status, @Nullable String problem, @Nullable Long retryAfterMillis, String message,
            @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.status = status;
        this.problem = problem;
        this.retryAfterMillis = retryAfterMillis;
    }

    public Reason reason() {
        return reason;
    }

    /** The last answer's status; 0: there was none. */
    public int status() {
        return status;
    }

    /** The problem's type, such as {@code /problems/invalid-request}; null if the answer was no problem of Beckon's. */
    public @Nullable String problem() {
        return problem;
    }

    /** Milliseconds that the last answer's {@code Retry-After} asked for; null: it named none. */
    public @Nullable Long retryAfterMillis() {
        return retryAfterMillis;
    }
}
