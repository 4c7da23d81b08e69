/**
 * JSON as it crosses Beckon's borders. May use nothing of ours.
 */
@NullMarked
package dev.beckon.verify.wire;

import org.jspecify.annotations.NullMarked;
