/** Training sessions: who is there, what is done, what is announced. May use {@code auth}. */
@NullMarked
package dev.beckon.examples.training.session;

import org.jspecify.annotations.NullMarked;
