/**
 * A client on plain TCP: HTTP/1.1, RFC 6455 and Phoenix's long polling without a library, because a library could hide the server's
 * mistakes. May use nothing else of this module but the exception for a refusal.
 */
@NullMarked
package dev.beckon.testclients.wire;

import org.jspecify.annotations.NullMarked;
