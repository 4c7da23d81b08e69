package dev.beckon.channels.protocol;

/** A payload that is finished: JSON text or bytes. */
public sealed interface Payload permits RawJson, BinaryPayload {}
