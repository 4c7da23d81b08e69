/** The API for applications that sign tokens themselves, as with {@code Phoenix.Token}. */
@NullMarked
package dev.beckon.channels.token;

import org.jspecify.annotations.NullMarked;
