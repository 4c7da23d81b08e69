/** The demo pages, for development only. Uses no other package of this project. */
@NullMarked
package dev.beckon.gateway.demo;

import org.jspecify.annotations.NullMarked;
