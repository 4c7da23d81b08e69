/**
 * What is expected of those who use Beckon from outside, who are those of {@code dev.beckon.verify.clients}. May use
 * {@code contracts}.
 */
@NullMarked
package dev.beckon.systemtests.expect;

import org.jspecify.annotations.NullMarked;
