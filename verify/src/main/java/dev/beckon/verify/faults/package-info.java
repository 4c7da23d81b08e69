/**
 * Ways to break the running system, one at a time and by name, and those that use them while others work. May use
 * {@code stack}, {@code network}, {@code clients}, {@code history} and {@code wire}.
 */
@NullMarked
package dev.beckon.verify.faults;

import org.jspecify.annotations.NullMarked;
