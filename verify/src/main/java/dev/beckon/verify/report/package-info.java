/**
 * Reports a run in words: the work done, a table of faults and promises, and the shortest proof of each broken promise.
 * Pure. May use {@code history} and {@code check}.
 */
@NullMarked
package dev.beckon.verify.report;

import org.jspecify.annotations.NullMarked;
