/** Who a client is, from its token. */
@NullMarked
package dev.beckon.examples.training.auth;

import org.jspecify.annotations.NullMarked;
