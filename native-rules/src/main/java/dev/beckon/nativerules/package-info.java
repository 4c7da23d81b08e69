/**
 * For tests: finds on the JVM what a native executable could not do. {@link dev.beckon.nativerules.NativeRules} reads a module's
 * classes and files, {@link dev.beckon.nativerules.UnregisteredTypes} watches which types Jackson gets while tests run.
 */
@NullMarked
package dev.beckon.nativerules;

import org.jspecify.annotations.NullMarked;
