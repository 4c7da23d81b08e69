package dev.beckon.testclients;

import java.io.IOException;

/** The server refuses a connection: the status is that of the upgrade, or the one inside the answer to a poll. */
public final class RefusedException extends IOException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String body;

    public RefusedException(int status, String body) {
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
