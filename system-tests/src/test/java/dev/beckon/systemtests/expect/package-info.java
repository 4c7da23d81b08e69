/** Assertions about the views of clients in {@code dev.beckon.testclients}. May use {@code contracts}. */
@NullMarked
package dev.beckon.systemtests.expect;

import org.jspecify.annotations.NullMarked;
