/**
 * The API for applications, in Phoenix's terms: channels, the user socket, the endpoint, presence. Applications may use
 * all of this package and of {@code dev.beckon.channels.token}, and nothing else; {@code dev.beckon.channels.internal} changes without notice.
 */
@NullMarked
package dev.beckon.channels;

import org.jspecify.annotations.NullMarked;
