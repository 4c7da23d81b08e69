/** Refusals and faults as {@code application/problem+json}, the only error body of this service. May use {@code contracts}. */
@NullMarked
package dev.beckon.gateway.problems;

import org.jspecify.annotations.NullMarked;
