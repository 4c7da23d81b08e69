/**
 * Checks whether a history keeps Beckon's promises; each violation carries the facts that show it. Pure: no I/O, no
 * clock. May use {@code history}, {@code view}, {@code wire} and {@code contracts}.
 */
@NullMarked
package dev.beckon.verify.check;

import org.jspecify.annotations.NullMarked;
