/**
 * Tests from outside that the packaged protocol laboratory behaves as Phoenix does: transcripts, the scenarios of four clients, two
 * nodes without stickiness, and fuzzing. Uses bytes and addresses, and no code of {@code channels}.
 */
@NullMarked
package dev.beckon.conformance;

import org.jspecify.annotations.NullMarked;
