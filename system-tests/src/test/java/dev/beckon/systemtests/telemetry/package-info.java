/** Tests the system's spans, metrics and logs. */
@NullMarked
package dev.beckon.systemtests.telemetry;

import org.jspecify.annotations.NullMarked;
