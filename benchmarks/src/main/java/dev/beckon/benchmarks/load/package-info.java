/**
 * Many clients in few processes of their own, so that their processor time is not counted as a server's: a {@link Fleet} here,
 * a {@link LoadProcess} there, {@link Order}s and {@link Answer}s between them as lines of JSON. Frames are made beforehand and
 * read by position, because clients and servers share the machine. Uses no other package.
 */
@NullMarked
package dev.beckon.benchmarks.load;

import org.jspecify.annotations.NullMarked;
