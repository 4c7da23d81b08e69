/**
 * The proof of Beckon's promises: the whole system under load, broken in every way, and its history held against what was
 * promised. May use all of its packages.
 */
@NullMarked
package dev.beckon.verify;

import org.jspecify.annotations.NullMarked;
