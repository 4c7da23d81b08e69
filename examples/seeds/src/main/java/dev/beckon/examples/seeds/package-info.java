/** Five small applications of channels in one process, each in its own package. This package has the parts that they share. */
@NullMarked
package dev.beckon.examples.seeds;

import org.jspecify.annotations.NullMarked;
