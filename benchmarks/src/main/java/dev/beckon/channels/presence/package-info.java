/** What is measured inside the library rather than from outside. May use the library's package of the same name. */
@NullMarked
package dev.beckon.channels.presence;

import org.jspecify.annotations.NullMarked;
