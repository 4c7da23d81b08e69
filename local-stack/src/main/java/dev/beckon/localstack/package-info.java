/**
 * Runs all of Beckon on one machine, for development and for tests of the system. May use every other package of this module.
 */
@NullMarked
package dev.beckon.localstack;

import org.jspecify.annotations.NullMarked;
