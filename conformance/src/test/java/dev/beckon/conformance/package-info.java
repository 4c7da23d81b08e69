/**
 * Whether the packaged protocol laboratory behaves as Phoenix does, seen from outside: transcripts, the scenarios of four
 * clients, two nodes without stickiness, and fuzzing. Knows bytes and addresses, and no code of {@code channels}.
 */
@NullMarked
package dev.beckon.conformance;

import org.jspecify.annotations.NullMarked;
