/**
 * Internal. Server-sent events: a GET whose answer is one topic's events, for clients without a Phoenix library. The
 * request is a socket that joins this topic by itself and sends nothing else. May use everything of this module.
 *
 * <p>Source: WHATWG HTML, section 9.2, Server-sent events.
 */
@NullMarked
package dev.beckon.channels.internal.eventstream;

import org.jspecify.annotations.NullMarked;
