/** A laboratory in which every rule of the protocol can be provoked from outside. */
@NullMarked
package dev.beckon.examples.protocollab;

import org.jspecify.annotations.NullMarked;
