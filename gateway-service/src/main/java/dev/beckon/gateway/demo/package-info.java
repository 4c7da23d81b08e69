/** The demo pages, in development only. Uses nothing of ours. */
@NullMarked
package dev.beckon.gateway.demo;

import org.jspecify.annotations.NullMarked;
