/**
 * What Beckon promises while parts of it are away: what was accepted reaches every connected device, once, in order. May use
 * {@code stack} and {@code client}.
 */
@NullMarked
package dev.beckon.systemtests.faults;

import org.jspecify.annotations.NullMarked;
