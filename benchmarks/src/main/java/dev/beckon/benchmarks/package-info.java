/**
 * Measures the system from outside, each benchmark on a stack of its own. May use {@code measure}, {@code report} and
 * {@code load}, and of ours nothing but {@code contracts} and {@code local-stack}.
 */
@NullMarked
package dev.beckon.benchmarks;

import org.jspecify.annotations.NullMarked;
