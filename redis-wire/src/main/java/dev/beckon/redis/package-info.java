/**
 * The form of a message, and the prefix of every channel and key, on which nodes and publishers of the channels library agree in
 * Redis. Depends on Java alone.
 */
@NullMarked
package dev.beckon.redis;

import org.jspecify.annotations.NullMarked;
