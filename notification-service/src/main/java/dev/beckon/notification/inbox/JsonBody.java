package dev.beckon.notification.inbox;

/**
 * A request's body within the size limit, not looked at yet.
 *
 * @param bytes said to be JSON
 */
record JsonBody(byte[] bytes) {}
