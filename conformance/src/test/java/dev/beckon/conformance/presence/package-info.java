/** Who stock clients see in a room while many come and go. */
@NullMarked
package dev.beckon.conformance.presence;

import org.jspecify.annotations.NullMarked;
