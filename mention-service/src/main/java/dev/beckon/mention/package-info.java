/**
 * {@code POST /mentions}: the call, the mentions' ids, and how many calls run at a time. May use {@code request} to
 * understand a body, {@code publish} to hand its mentions to Kafka, and {@code problems} to refuse.
 */
@NullMarked
package dev.beckon.mention;

import org.jspecify.annotations.NullMarked;
