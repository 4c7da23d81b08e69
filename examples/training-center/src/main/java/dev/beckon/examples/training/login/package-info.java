/** Tokens for any caller, in development only. */
@NullMarked
package dev.beckon.examples.training.login;

import org.jspecify.annotations.NullMarked;
