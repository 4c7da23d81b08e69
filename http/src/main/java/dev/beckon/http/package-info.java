/**
 * The HTTP edge that all services share: problems, bounds on requests and bodies, JSON, labels of metrics. May use {@code
 * contracts} and {@code tokens}.
 */
@NullMarked
package dev.beckon.http;

import org.jspecify.annotations.NullMarked;
