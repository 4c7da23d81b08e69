package dev.beckon.contracts;

/**
 * Where the mention was written, in the product team's own terms.
 *
 * @param type such as {@code comment} or {@code document}
 * @param url where a click on the notification leads; {@code http} or {@code https}
 */
public record Source(String type, String id, String url, String title) {}
