/**
 * What a node tells of itself to Micrometer, which an application may do without: nothing here is used unless the application
 * makes a {@link dev.beckon.channels.metrics.ChannelsMeters}. May use everything of this module.
 */
@NullMarked
package dev.beckon.channels.metrics;

import org.jspecify.annotations.NullMarked;
