/** Chat rooms with messages and typing indicators. */
@NullMarked
package dev.beckon.examples.seeds.chat;

import org.jspecify.annotations.NullMarked;
