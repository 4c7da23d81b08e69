/** Who a client is, from its token. */
@NullMarked
package dev.beckon.examples.seeds.auth;

import org.jspecify.annotations.NullMarked;
