package dev.beckon.conformance.transcript;

import java.net.InetSocketAddress;

/** The server on which a transcript is replayed. */
public interface Venue {

    InetSocketAddress address();

    /** The value of a name such as {@code token:alice}. */
    String credential(String kind, String user);
}
