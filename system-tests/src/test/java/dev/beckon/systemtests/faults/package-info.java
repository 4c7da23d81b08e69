/**
 * Beckon's guarantees while parts of it are down: every accepted mention reaches every connected device, once, in order. May use
 * {@code stack} and {@code client}.
 */
@NullMarked
package dev.beckon.systemtests.faults;

import org.jspecify.annotations.NullMarked;
