/**
 * A small application whose channel does what the client's payload asks for, and raw clients to ask with: every rule of a
 * socket can be provoked from outside.
 */
@NullMarked
package dev.beckon.channels.lab;

import org.jspecify.annotations.NullMarked;
