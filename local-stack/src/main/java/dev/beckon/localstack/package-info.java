/**
 * The whole of Beckon on one machine, for development and for tests of the system. May use every other package here but
 * {@code commands}.
 */
@NullMarked
package dev.beckon.localstack;

import org.jspecify.annotations.NullMarked;
