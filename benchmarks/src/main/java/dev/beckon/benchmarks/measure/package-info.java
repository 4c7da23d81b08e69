/** Measurements and stored results: processor time, memory, figures and the machine they come from. Uses no other package. */
@NullMarked
package dev.beckon.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
