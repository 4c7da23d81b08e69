/**
 * Misbehaving clients, driven by a seed: each attack is short and independent, while a well-behaved client must stay undisturbed.
 * May use {@code transcript} and {@code wire}.
 */
@NullMarked
package dev.beckon.conformance.fuzz;

import org.jspecify.annotations.NullMarked;
