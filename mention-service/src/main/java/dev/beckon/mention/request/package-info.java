/**
 * From the bytes of a body to mentions that every later step can rely on, or to a list of what is wrong with them. May
 * use {@code problems}.
 */
@NullMarked
package dev.beckon.mention.request;

import org.jspecify.annotations.NullMarked;
