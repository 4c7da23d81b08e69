/**
 * The inboxes: their tables, every statement that reads or changes them, and their REST API. Only this package uses PostgreSQL:
 * reads of inboxes go through Hibernate Reactive, writes are statements that lock the inbox row first, so counts, {@code seq} and
 * {@code rev} have one history. Each write returns the finished frames, which the caller publishes after its commit. May use
 * {@code push}.
 */
@NullMarked
package dev.beckon.notification.inbox;

import org.jspecify.annotations.NullMarked;
