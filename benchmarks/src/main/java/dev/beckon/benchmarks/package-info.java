/** Load generators that measure a running system from outside. May use nothing of ours but {@code contracts}. */
@NullMarked
package dev.beckon.benchmarks;

import org.jspecify.annotations.NullMarked;
