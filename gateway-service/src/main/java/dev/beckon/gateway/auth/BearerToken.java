package dev.beckon.gateway.auth;

/** A token that does not appear in a log or an error by accident. */
public record BearerToken(String value) {

    /** The value of the header {@code Authorization}. */
    public String header() {
        return "Bearer " + value;
    }

    @Override
    public String toString() {
        return "BearerToken[masked]";
    }
}
