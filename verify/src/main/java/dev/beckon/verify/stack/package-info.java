/**
 * The system under verification: the local stack in a folder of its own, with a proxy between any two of its processes,
 * and an operator's view of Kafka and PostgreSQL. May use {@code network} and {@code clients}.
 */
@NullMarked
package dev.beckon.verify.stack;

import org.jspecify.annotations.NullMarked;
