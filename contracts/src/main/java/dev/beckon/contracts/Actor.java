package dev.beckon.contracts;

/**
 * Who wrote the text that names the recipients.
 *
 * @param id the user id, as in the subject of that user's token
 * @param name what to show to people
 */
public record Actor(String id, String name) {}
