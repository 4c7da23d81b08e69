/**
 * Transcripts: the frames of each client and the server, line by line, written once and replayed over every transport and version.
 * The runner writes each version's frames itself. May use {@code wire}.
 */
@NullMarked
package dev.beckon.conformance.transcript;

import org.jspecify.annotations.NullMarked;
