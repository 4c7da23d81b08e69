/**
 * The PostgreSQL servers and their lanes: connection pools, migrations, and which servers are away. Uses nothing else of this
 * service.
 */
@NullMarked
package dev.beckon.notification.inbox.shards;

import org.jspecify.annotations.NullMarked;
