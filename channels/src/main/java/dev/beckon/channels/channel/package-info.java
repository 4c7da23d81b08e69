/**
 * What an application implements and calls, in Phoenix's terms: its channels, its user socket, its endpoint. May use
 * {@code protocol}, {@code pubsub} and {@code blocks}.
 */
@NullMarked
package dev.beckon.channels.channel;

import org.jspecify.annotations.NullMarked;
