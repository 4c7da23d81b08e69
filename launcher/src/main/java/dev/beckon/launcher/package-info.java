/** The commands of {@code ./beckon}. May use {@code local-stack} and {@code operator}. */
@NullMarked
package dev.beckon.launcher;

import org.jspecify.annotations.NullMarked;
