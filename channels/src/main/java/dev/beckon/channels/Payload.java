package dev.beckon.channels;

/** A payload in its final form: JSON text or bytes. */
public sealed interface Payload permits RawJson, BinaryPayload {}
