package dev.beckon.channels.transport.longpoll;

/**
 * What all sessions of a node share.
 *
 * @param maxPendingBytes that may wait for one client
 */
record SessionContext(LongPollConfig config, SessionTokens tokens, long maxPendingBytes) {}
