/** The HTTP edge that all services share: what is refused before a resource sees it, and what metrics say. May use {@code contracts}. */
@NullMarked
package dev.beckon.http;

import org.jspecify.annotations.NullMarked;
