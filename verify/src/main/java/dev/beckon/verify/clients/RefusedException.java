package dev.beckon.verify.clients;

import java.io.IOException;

/** The server answered the upgrade with another status than 101. */
public final class RefusedException extends IOException {

    private static final long serialVersionUID = 1;

    private final int status;

    RefusedException(int status) {
        super("the upgrade was answered with " + status);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
