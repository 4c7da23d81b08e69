/** A room in which moderators see more than others. */
@NullMarked
package dev.beckon.examples.seeds.moderation;

import org.jspecify.annotations.NullMarked;
