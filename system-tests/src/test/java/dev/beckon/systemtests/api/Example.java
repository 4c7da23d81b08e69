package dev.beckon.systemtests.api;

import org.jspecify.annotations.Nullable;

/**
 * One operation as it is meant to be used, and once as it is not.
 *
 * @param role that the operation asks for; empty: it asks for the user's own token
 * @param body {@code null}: none
 * @param badAddress with {@code badBody}, what is refused with 400
 */
record Example(String operation, String role, int status, String address, @Nullable String body,
        String badAddress, @Nullable String badBody) {

    static Example get(String operation, String role, String address, String badAddress) {
        return new Example(operation, role, 200, address, null, badAddress, null);
    }

    static Example change(String operation, String role, int status, String address, String badAddress) {
        return new Example(operation, role, status, address, null, badAddress, null);
    }

    static Example post(String operation, String role, int status, String address, String body, String badBody) {
        return new Example(operation, role, status, address, body, address, badBody);
    }
}
