/**
 * The inboxes: their tables, every statement that reads or changes them, and their REST API. The only package that talks
 * to PostgreSQL. Each writer locks the inbox row first, so counts, {@code seq} and {@code rev} have one history, and
 * gateways hear of it only after the commit. May use {@code push}, {@code problems} and {@code json}.
 */
@NullMarked
package dev.beckon.notification.inbox;

import org.jspecify.annotations.NullMarked;
