/**
 * The history of a run: facts in the order in which the harness noted them, without judgement. Pure except for the file.
 * May use {@code contracts} and {@code wire}.
 */
@NullMarked
package dev.beckon.verify.history;

import org.jspecify.annotations.NullMarked;
