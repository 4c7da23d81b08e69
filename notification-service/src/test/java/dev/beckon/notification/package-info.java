/** Shared by the tests of all packages: the servers, and clients that talk to them from outside. */
@NullMarked
package dev.beckon.notification;

import org.jspecify.annotations.NullMarked;
