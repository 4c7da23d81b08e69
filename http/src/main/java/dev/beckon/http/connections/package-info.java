/** Bounds on connections before their first request: by the caller's address, and by time. */
@NullMarked
package dev.beckon.http.connections;

import org.jspecify.annotations.NullMarked;
