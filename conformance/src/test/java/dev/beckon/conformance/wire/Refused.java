package dev.beckon.conformance.wire;

import java.io.IOException;

/** The server does not take this client; the status is that of the upgrade, or the one inside a poll's answer. */
public final class Refused extends IOException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String body;

    Refused(int status, String body) {
        super("refused with %d %s".formatted(status, body));
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public String body() {
        return body;
    }
}
