/** Tokens for everybody who asks, in development only. */
@NullMarked
package dev.beckon.examples.training.login;

import org.jspecify.annotations.NullMarked;
