/** Hints of changes, from notification-service to gateways. Uses no other package of Beckon but {@code redis-wire}. */
@NullMarked
package dev.beckon.contracts.hints;

import org.jspecify.annotations.NullMarked;
