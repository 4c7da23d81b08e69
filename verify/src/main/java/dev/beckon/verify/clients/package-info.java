/**
 * Beckon from outside: what product teams, users' devices and operators do, over HTTP, WebSocket and Kafka, in code of its
 * own, so that a mistake in the services' codecs cannot hide. Knows only addresses and tokens. May use {@code contracts},
 * {@code view} and {@code wire}.
 */
@NullMarked
package dev.beckon.verify.clients;

import org.jspecify.annotations.NullMarked;
