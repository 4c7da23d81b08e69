/**
 * Who says what, line by line, written once and replayed over every transport and version. The runner writes each version's
 * frames itself. May use {@code wire}.
 */
@NullMarked
package dev.beckon.conformance.transcript;

import org.jspecify.annotations.NullMarked;
