/**
 * Verifies Beckon's promises: runs the whole system under load, breaks it in every way, and checks its history against
 * the promises. May use all of its packages.
 */
@NullMarked
package dev.beckon.verify;

import org.jspecify.annotations.NullMarked;
