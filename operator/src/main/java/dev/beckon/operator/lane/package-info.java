/** Lanes on PostgreSQL servers: moves a lane's inboxes to another server, and removes what stays behind. */
@NullMarked
package dev.beckon.operator.lane;

import org.jspecify.annotations.NullMarked;
