/** A laboratory in which a client can trigger every rule of the protocol. */
@NullMarked
package dev.beckon.examples.protocollab;

import org.jspecify.annotations.NullMarked;
