/**
 * Internal. Phoenix's long polling: GET opens a session and waits for its messages, POST sends messages to it. A
 * session stays on the event loop that opened it; a request that arrives on another loop or node is handed over,
 * between nodes through pub/sub. May use everything of this module.
 *
 * <p>Source: phoenix, {@code lib/phoenix/transports/long_poll.ex}, and phoenix.js, {@code longpoll.js}.
 */
@NullMarked
package dev.beckon.channels.internal.longpoll;

import org.jspecify.annotations.NullMarked;
