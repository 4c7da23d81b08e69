/** Tests written in JavaScript, run by Node as JUnit tests. May use {@code Json} of this module. */
@NullMarked
package dev.beckon.testclients.node;

import org.jspecify.annotations.NullMarked;
