/** Rooms, in which people write and are seen to write. */
@NullMarked
package dev.beckon.examples.seeds.chat;

import org.jspecify.annotations.NullMarked;
