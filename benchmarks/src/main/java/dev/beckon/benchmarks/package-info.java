/**
 * Measures the system from outside, each benchmark on a stack of its own. May use {@code measure}, {@code report},
 * {@code load} and {@code micro}, and of ours nothing but {@code contracts} and {@code local-stack}.
 */
@NullMarked
package dev.beckon.benchmarks;

import org.jspecify.annotations.NullMarked;
