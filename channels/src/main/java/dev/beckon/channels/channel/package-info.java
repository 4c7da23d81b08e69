/**
 * What an application implements and calls, in Phoenix's terms: its channels, its user socket, its endpoint. May use
 * {@code protocol} and {@code pubsub}.
 */
@NullMarked
package dev.beckon.channels.channel;

import org.jspecify.annotations.NullMarked;
