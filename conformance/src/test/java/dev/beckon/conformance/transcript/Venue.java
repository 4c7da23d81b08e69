package dev.beckon.conformance.transcript;

import java.net.InetSocketAddress;

/** Where a transcript is replayed. */
public interface Venue {

    InetSocketAddress address();

    /** What a name such as {@code token:alice} stands for. */
    String credential(String kind, String user);
}
