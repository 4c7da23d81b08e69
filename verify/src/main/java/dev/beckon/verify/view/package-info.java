/**
 * What a user sees who believes what the server says. Pure. May use {@code wire} and {@code contracts}.
 */
@NullMarked
package dev.beckon.verify.view;

import org.jspecify.annotations.NullMarked;
