@NullMarked
package dev.beckon.examples.seeds;

import org.jspecify.annotations.NullMarked;
