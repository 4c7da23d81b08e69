/** Messages to all users, from a form of the back office. */
@NullMarked
package dev.beckon.examples.seeds.announcements;

import org.jspecify.annotations.NullMarked;
