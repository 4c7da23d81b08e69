/**
 * A run in words: what was done, faults against promises, and the shortest proof of what went wrong. Pure. May use
 * {@code history} and {@code check}.
 */
@NullMarked
package dev.beckon.verify.report;

import org.jspecify.annotations.NullMarked;
