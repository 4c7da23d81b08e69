/**
 * What one run leaves on disk for others to see: that it runs, where everything is, and which processes to end should it
 * have died. May use {@code processes}.
 */
@NullMarked
package dev.beckon.localstack.state;

import org.jspecify.annotations.NullMarked;
