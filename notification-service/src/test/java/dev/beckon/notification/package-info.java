/** What the tests of all packages share: the servers, and the ways to speak with them from outside. */
@NullMarked
package dev.beckon.notification;

import org.jspecify.annotations.NullMarked;
