/**
 * The load on the system: product teams that post and people with devices that read; seeded, bounded, and noted in the
 * history. May use {@code clients}, {@code history}, {@code view} and {@code wire}.
 */
@NullMarked
package dev.beckon.verify.load;

import org.jspecify.annotations.NullMarked;
