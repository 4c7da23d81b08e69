/** Training sessions: presences, progress and announcements. May use {@code auth}. */
@NullMarked
package dev.beckon.examples.training.session;

import org.jspecify.annotations.NullMarked;
