package dev.beckon.verify.network;

import java.util.Arrays;

/** Takes whole messages out of what a server says on one connection, without a trace. */
public interface Thief {

    /** Passes everything on. */
    Thief NONE = (bytes, length, _) -> Arrays.copyOf(bytes, length);

    /**
     * @param stealing whether to take messages just now; what it is after has to be followed at all times
     * @return what is passed on: it may hold back the beginning of a message until the rest comes
     */
    byte[] pass(byte[] bytes, int length, boolean stealing);
}
