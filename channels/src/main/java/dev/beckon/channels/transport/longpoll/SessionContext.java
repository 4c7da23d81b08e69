package dev.beckon.channels.transport.longpoll;

import dev.beckon.channels.socket.SocketCounts;

/**
 * What all sessions of a node share.
 *
 * @param maxPendingBytes that may wait for one client
 */
record SessionContext(LongPollConfig config, SessionTokens tokens, long maxPendingBytes, SocketCounts counts) {}
