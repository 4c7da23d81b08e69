/**
 * A model of Beckon in a few hundred lines and one thread: correct, or wrong in one chosen way. The model notes its
 * actions in a history like the real system, so that tests show that the checker sees the difference.
 */
@NullMarked
package dev.beckon.verify.model;

import org.jspecify.annotations.NullMarked;
