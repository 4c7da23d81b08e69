/** Presence across gateways that fail. */
@NullMarked
package dev.beckon.systemtests.presence;

import org.jspecify.annotations.NullMarked;
