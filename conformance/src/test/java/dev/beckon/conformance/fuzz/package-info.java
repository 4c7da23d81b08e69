/**
 * Clients without manners, from a seed: each attack is short and begins anew, while a well-behaved client must not notice.
 * May use {@code transcript} and {@code wire}.
 */
@NullMarked
package dev.beckon.conformance.fuzz;

import org.jspecify.annotations.NullMarked;
