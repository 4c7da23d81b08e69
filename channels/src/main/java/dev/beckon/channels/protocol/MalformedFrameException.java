package dev.beckon.channels.protocol;

/** A frame that is not a message. Its message names the broken rule and never repeats the frame. */
public final class MalformedFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedFrameException(String rule) {
        super(rule, null, false, false);
    }
}
