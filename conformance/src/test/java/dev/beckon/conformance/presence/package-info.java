/** The presences that stock clients list in a room while many clients join and leave. */
@NullMarked
package dev.beckon.conformance.presence;

import org.jspecify.annotations.NullMarked;
