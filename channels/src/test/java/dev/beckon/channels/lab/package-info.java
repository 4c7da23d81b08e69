/**
 * A small application whose channel follows instructions in the client's payload, and raw clients: tests can provoke every rule
 * of a socket from outside.
 */
@NullMarked
package dev.beckon.channels.lab;

import org.jspecify.annotations.NullMarked;
