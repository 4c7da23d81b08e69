/** HTTP calls of operators and product teams: broadcast to rooms, disconnect users, block users. May use {@code auth}. */
@NullMarked
package dev.beckon.gateway.admin;

import org.jspecify.annotations.NullMarked;
