/** A training center: its socket. May use every package below it. */
@NullMarked
package dev.beckon.examples.training;

import org.jspecify.annotations.NullMarked;
