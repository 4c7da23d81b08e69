/**
 * A Beckon of a few hundred lines in one thread: right, or wrong in one chosen way. What it does is written down as the real
 * one's doings are, so that the checker can show that it sees the difference.
 */
@NullMarked
package dev.beckon.verify.model;

import org.jspecify.annotations.NullMarked;
