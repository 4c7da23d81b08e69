package dev.beckon.channels.protocol;

/**
 * A payload of bytes, which clients of version 2 get as a binary frame; those of version 1 cannot be told.
 *
 * @param bytes not changed once it is here
 */
public record BinaryPayload(byte[] bytes) implements Payload {}
