/** Measurements from inside the library. May use the library's package of the same name. */
@NullMarked
package dev.beckon.channels.internal.presence;

import org.jspecify.annotations.NullMarked;
