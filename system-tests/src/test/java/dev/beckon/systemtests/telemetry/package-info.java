/** What the system tells of itself: its spans, its metrics, its logs. */
@NullMarked
package dev.beckon.systemtests.telemetry;

import org.jspecify.annotations.NullMarked;
