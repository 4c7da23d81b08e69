/**
 * The packaged protocol laboratory as processes, alone or as two nodes behind a proxy, and where to find it. The only package
 * that knows how it is started. May use {@code transcript} and {@code wire}.
 */
@NullMarked
package dev.beckon.conformance.lab;

import org.jspecify.annotations.NullMarked;
