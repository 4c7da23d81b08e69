/**
 * What operators and product teams may do over HTTP: broadcast to rooms, disconnect users, keep users out. May use
 * {@code auth} and {@code problems}.
 */
@NullMarked
package dev.beckon.gateway.admin;

import org.jspecify.annotations.NullMarked;
