/** A feed whose reply to a join has the messages that the client missed. */
@NullMarked
package dev.beckon.examples.seeds.feed;

import org.jspecify.annotations.NullMarked;
