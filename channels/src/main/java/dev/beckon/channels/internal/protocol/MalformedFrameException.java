package dev.beckon.channels.internal.protocol;

import java.util.Objects;

/** A frame is not a message. The exception's message names the broken rule and never repeats the frame. */
public final class MalformedFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedFrameException(String rule) {
        super(rule, null, false, false);
    }

    /** Names the broken rule. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
