/**
 * What happened in a run: facts in the order in which they were learnt, and nothing of what they mean. Pure but for the
 * file. May use {@code contracts} and {@code wire}.
 */
@NullMarked
package dev.beckon.verify.history;

import org.jspecify.annotations.NullMarked;
