/** Messages that who was away gets with the answer to its join. */
@NullMarked
package dev.beckon.examples.seeds.feed;

import org.jspecify.annotations.NullMarked;
