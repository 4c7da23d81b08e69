package dev.beckon.localstack.services;

import dev.beckon.testservers.FreePort;
import java.net.URI;

/** The URL of a local service's health and metrics: {@link #ABOVE} ports above its own, so 9080 for 8080. */
public final class Management {

    /** The distance of the two ports. */
    public static final int ABOVE = 1_000;

    private Management() {}

    /** A free port for a service; that of its health and metrics is free, too. */
    public static int freePort() {
        return FreePort.findPair(ABOVE);
    }

    /** @param service the service's own URL, with a port */
    public static URI of(URI service) {
        return URI.create(service.getScheme() + "://" + service.getHost() + ":" + (service.getPort() + ABOVE));
    }
}
