/** Tests Beckon's guarantees from outside, on real servers. May use {@code stack} and {@code client}. */
@NullMarked
package dev.beckon.systemtests;

import org.jspecify.annotations.NullMarked;
