package dev.beckon.gateway.auth;

/** A token that does not show in a log or an error by accident. */
public record BearerToken(String value) {

    /** For the header {@code Authorization}. */
    public String header() {
        return "Bearer " + value;
    }

    @Override
    public String toString() {
        return "BearerToken[masked]";
    }
}
