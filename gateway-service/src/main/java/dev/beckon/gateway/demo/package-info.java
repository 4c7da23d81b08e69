/** The demo pages and the local stack's tokens, for development only. May use {@code http}. */
@NullMarked
package dev.beckon.gateway.demo;

import org.jspecify.annotations.NullMarked;
