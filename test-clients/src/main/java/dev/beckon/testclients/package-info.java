/**
 * Clients that use Beckon as product teams, users' devices and operators do, over HTTP, WebSocket and Kafka. They have code of their
 * own, so that a mistake in the services' codecs cannot hide, and need only addresses and tokens. May use {@code contracts},
 * {@code view} and {@code wire}.
 */
@NullMarked
package dev.beckon.testclients;

import org.jspecify.annotations.NullMarked;
