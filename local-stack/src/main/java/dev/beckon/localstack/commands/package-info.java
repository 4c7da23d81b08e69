/** What {@code ./beckon} can do that is written in Java; the rest is in the script itself. May use every other package here. */
@NullMarked
package dev.beckon.localstack.commands;

import org.jspecify.annotations.NullMarked;
