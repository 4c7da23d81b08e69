/** Writes results as a page for people. May use {@code measure}. */
@NullMarked
package dev.beckon.benchmarks.report;

import org.jspecify.annotations.NullMarked;
