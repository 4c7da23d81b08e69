/** Reads the user from a client's token. */
@NullMarked
package dev.beckon.examples.training.auth;

import org.jspecify.annotations.NullMarked;
