/**
 * Measures the system from outside, each benchmark on its own stack. May use {@code measure}, {@code report}, {@code
 * load} and {@code micro}, and of Beckon's other modules only {@code contracts} and {@code local-stack}.
 */
@NullMarked
package dev.beckon.benchmarks;

import org.jspecify.annotations.NullMarked;
