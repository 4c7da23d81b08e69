/**
 * Thousands of lean clients that behave as phoenix.js does when it loses its server, a few hundred bytes each, in processes of
 * their own. May use {@code clients}, {@code view} and {@code wire}.
 */
@NullMarked
package dev.beckon.verify.swarm;

import org.jspecify.annotations.NullMarked;
