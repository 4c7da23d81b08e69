/**
 * What is asked of the system: product teams that post, people with devices that read; seeded, bounded, and written down. May
 * use {@code clients}, {@code history}, {@code view} and {@code wire}.
 */
@NullMarked
package dev.beckon.verify.load;

import org.jspecify.annotations.NullMarked;
