/**
 * Tells gateways of changes, over Redis. What is published is a hint: gateways compare revisions and fetch what they
 * lack, so nothing here is ever awaited for long, and nothing stored depends on it. May use {@code contracts} only.
 */
@NullMarked
package dev.beckon.notification.push;

import org.jspecify.annotations.NullMarked;
