/**
 * Real PostgreSQL, Redis and Kafka from Maven Central artifacts, without Docker, as root or not. Each keeps its data in a folder of
 * its own name under the given directory, takes a free port of 127.0.0.1, and can be stopped and started again on the same port and
 * data. May use {@code processes}.
 */
@NullMarked
package dev.beckon.testservers;

import org.jspecify.annotations.NullMarked;
