/** Five small applications of channels in one process, each in a package of its own; here is what they share. */
@NullMarked
package dev.beckon.examples.seeds;

import org.jspecify.annotations.NullMarked;
