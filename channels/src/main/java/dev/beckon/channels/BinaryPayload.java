package dev.beckon.channels;

/**
 * A payload of bytes. Clients of version 2 get it as a binary frame; version 1 cannot carry it.
 *
 * @param bytes must not change afterwards
 */
public record BinaryPayload(byte[] bytes) implements Payload {}
