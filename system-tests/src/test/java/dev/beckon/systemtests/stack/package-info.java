/**
 * The system under test: started once for all tests, broken and repaired on purpose, closed at the end. May use {@code client} and
 * {@code local-stack}.
 */
@NullMarked
package dev.beckon.systemtests.stack;

import org.jspecify.annotations.NullMarked;
