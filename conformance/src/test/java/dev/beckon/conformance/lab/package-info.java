/**
 * The packaged protocol laboratory as processes, alone or as two nodes behind a proxy, and their addresses. Only this package starts
 * it. May use {@code transcript} and {@code wire}.
 */
@NullMarked
package dev.beckon.conformance.lab;

import org.jspecify.annotations.NullMarked;
