/** Checks the running system against its public descriptions, OpenAPI and AsyncAPI. May use {@code stack}. */
@NullMarked
package dev.beckon.systemtests.api;

import org.jspecify.annotations.NullMarked;
