/**
 * The named ways to break the running system, and the lanes that make them while the load goes on. May use {@code
 * stack}, {@code network}, {@code clients}, {@code history} and {@code wire}.
 */
@NullMarked
package dev.beckon.verify.faults;

import org.jspecify.annotations.NullMarked;
