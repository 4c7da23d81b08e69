/** Identifies a client by its token. May use {@code contracts}. */
@NullMarked
package dev.beckon.gateway.auth;

import org.jspecify.annotations.NullMarked;
