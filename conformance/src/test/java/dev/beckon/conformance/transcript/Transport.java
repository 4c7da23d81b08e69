package dev.beckon.conformance.transcript;

/** How bytes reach the server. */
public enum Transport { WEBSOCKET, LONGPOLL }
