/**
 * Publishes frames to gateways over Redis. A lost frame only delays a change: gateways compare revisions and fetch missing
 * changes, so no caller waits long for publishing, and storing never depends on it. May use {@code contracts} only.
 */
@NullMarked
package dev.beckon.notification.push;

import org.jspecify.annotations.NullMarked;
