/**
 * A client of its own on plain TCP: HTTP/1.1, RFC 6455 and Phoenix's long polling, by no library, so that nothing a library
 * forgives can hide. May use nothing of ours.
 */
@NullMarked
package dev.beckon.conformance.wire;

import org.jspecify.annotations.NullMarked;
