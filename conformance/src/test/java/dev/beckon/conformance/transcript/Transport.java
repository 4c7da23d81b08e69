package dev.beckon.conformance.transcript;

/** The transport between client and server. */
public enum Transport { WEBSOCKET, LONGPOLL }
