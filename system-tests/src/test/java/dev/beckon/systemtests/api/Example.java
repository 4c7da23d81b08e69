package dev.beckon.systemtests.api;

import org.jspecify.annotations.Nullable;

/**
 * One correct call of an operation, and one incorrect call.
 *
 * @param role the role that the operation requires; empty: it requires the user's own token
 * @param body {@code null}: none
 * @param badAddress together with {@code badBody} the call that the service refuses with 400
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
