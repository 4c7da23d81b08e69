/** The public descriptions, OpenAPI and AsyncAPI, held against what the running system says. May use {@code stack}. */
@NullMarked
package dev.beckon.systemtests.api;

import org.jspecify.annotations.NullMarked;
