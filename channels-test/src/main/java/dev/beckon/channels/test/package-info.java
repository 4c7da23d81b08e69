/**
 * Tests an application's channels in its own process, without a network, in the spirit of {@code Phoenix.ChannelTest}. The rules
 * are those of {@code channels}: only the connection under a socket is replaced, by one that keeps the frames sent to it.
 */
@NullMarked
package dev.beckon.channels.test;

import org.jspecify.annotations.NullMarked;
