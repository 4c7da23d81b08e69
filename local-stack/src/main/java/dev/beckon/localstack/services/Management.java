package dev.beckon.localstack.services;

import java.net.URI;

/** The URL of a local service's health and metrics: the port after its own. */
public final class Management {

    private Management() {}

    /** @param service the service's own URL, with a port */
    public static URI of(URI service) {
        return URI.create(service.getScheme() + "://" + service.getHost() + ":" + (service.getPort() + 1));
    }
}
