/**
 * Refusals and faults as {@code application/problem+json}, the only error body of this service. May use nothing of ours
 * but the contracts.
 */
@NullMarked
package dev.beckon.mention.problems;

import org.jspecify.annotations.NullMarked;
