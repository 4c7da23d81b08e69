/**
 * Many clients in few separate processes, so that their processor time does not count as a server's. {@link
 * LoadProcesses} sends {@link Order}s to {@link LoadProcess}es and reads {@link LoadAnswer}s, as lines of JSON. Frames
 * are made beforehand and read by position, because clients and servers share the machine. Uses no other package.
 */
@NullMarked
package dev.beckon.benchmarks.load;

import org.jspecify.annotations.NullMarked;
