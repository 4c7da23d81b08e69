/**
 * Phoenix's long polling: GET opens a session and waits for its messages, POST says something on it. A session lives on
 * the event loop that opened it; requests that come in elsewhere hop to it, on another node through pub/sub. May use
 * everything of this module.
 *
 * <p>Source: phoenix, {@code lib/phoenix/transports/long_poll.ex}, and phoenix.js, {@code longpoll.js}.
 */
@NullMarked
package dev.beckon.channels.transport.longpoll;

import org.jspecify.annotations.NullMarked;
